import { UserError } from '@watchcase/runtime';
import { z } from 'zod';

const cursorSchema = z.array(z.union([z.string(), z.number(), z.null()]));
export type CursorKey = z.infer<typeof cursorSchema>;

/** Opaque text for the sort key of the last item of a page. */
export function encodeCursor(key: CursorKey): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The inverse. Errors: CURSOR_INVALID. */
export function decodeCursor(cursor: string, length: number): CursorKey {
  try {
    const key = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (key.length === length) return key;
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
