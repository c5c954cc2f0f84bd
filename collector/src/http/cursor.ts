import { UserError } from '@watchcase/runtime';
import { z } from 'zod';

/** Key of lists that go by a number, by a name, by a moment and a number. */
export const cursorForms = {
  number: z.tuple([z.int()]),
  name: z.tuple([
    z
      .string()
      .max(200)
      .regex(/^\P{Cc}*$/u),
  ]),
  momentAndNumber: z.tuple([z.int(), z.int()]),
};

/** The sort key of a list: texts and whole numbers. */
export type CursorKey = readonly (string | number)[];

/** Opaque text for the sort key of the last item of a page. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The inverse, of a key of the given form: a cursor comes from outside and goes into a query. Errors: CURSOR_INVALID. */
export function decodeCursor<S extends z.ZodType<CursorKey>>(cursor: string, form: S): z.output<S> {
  try {
    return form.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    // Falls through to the one error below.
  }
  throw new UserError({
    code: 'CURSOR_INVALID',
    place: 'cursor',
    message: 'this is not a cursor of this list',
    fix: 'take it from "next" of the page before',
  });
}

/** Cuts one page out of rows read with limit + 1, and names the next. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => CursorKey,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
