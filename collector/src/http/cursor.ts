import { UserError } from '@watchcase/runtime';
import { z } from 'zod';

const name = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);

/** Each list, and the key it goes by: a cursor names its list, so that none is taken for that of another. */
const forms = {
  hosts: z.tuple([name]),
  'ordered hosts': z.tuple([z.string(), z.union([z.int(), name]), name]),
  alerts: z.tuple([name]),
  enrolments: z.tuple([z.int()]),
  'all cases': z.tuple([z.int()]),
  timeline: z.tuple([z.int()]),
  articles: z.tuple([z.int()]),
  'follow-ups': z.tuple([z.int(), z.int()]),
  'calls made': z.tuple([z.int(), z.int()]),
  'unresolved cases': z.tuple([z.string(), z.union([z.int(), name]), z.int()]),
  audit: z.tuple([z.int()]),
  directory: z.tuple([name, name]),
  /** Jobs may be called anything. */
  backups: z.tuple([z.enum(['place', 'state', 'drill']), z.int(), name, z.string().max(200)]),
  'unjudged backups': z.tuple([name, z.string().max(200)]),
};
type List = keyof typeof forms;

/** The sort key of a list: texts and whole numbers. */
export type CursorKey = readonly (string | number)[];

/** Opaque text for the sort key of the last item of a page. */
export function encodeCursor(list: List, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

/** The inverse: a cursor comes from outside and goes into a query. Errors: CURSOR_INVALID, that of another list or of another order of it included. */
export function decodeCursor<L extends List>(
  cursor: string,
  list: L,
  order?: string,
): z.output<(typeof forms)[L]> {
  try {
    const found: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isOfOrder = order === undefined || (Array.isArray(found) && found[1] === order);
    if (Array.isArray(found) && found[0] === list && isOfOrder)
      return forms[list].parse(found.slice(1)) as z.output<(typeof forms)[L]>;
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

/** What a page is cut by. */
export interface PageCut<T> {
  list: List;
  limit: number;
  keyOf(row: T): CursorKey;
}

/** Cuts one page out of rows read with limit + 1, and names the next. */
export function pageOf<T>(
  rows: readonly T[],
  { list, limit, keyOf }: PageCut<T>,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(list, keyOf(last)) : null };
}
