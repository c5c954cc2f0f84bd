import type { DatabaseSync } from 'node:sqlite';
import type { Layout } from '@watchcase/protocol/light';
import { statement } from './statements.ts';

/** Layouts kept although no waiting reading needs them. */
const KEPT = 64;

/** Remembers a layout as long as readings may need it; part of the caller's transaction. */
export function keepLayout(database: DatabaseSync, layout: Layout): void {
  if (statement(database, 'SELECT 1 FROM layout WHERE id = ?').get(layout.id) !== undefined) return;
  statement(database, 'INSERT INTO layout VALUES (?, ?)').run(layout.id, JSON.stringify(layout));
}

/** A layout's JSON text; undefined when it is not known. */
export function readLayout(database: DatabaseSync, id: string): string | undefined {
  const row = statement(database, 'SELECT body FROM layout WHERE id = ?').get(id);
  return row === undefined ? undefined : String(row['body']);
}

/** Forgets layouts that no waiting reading needs, once there are too many; part of the caller's transaction. */
export function forgetLayouts(database: DatabaseSync): void {
  const count = Number(statement(database, 'SELECT count(*) AS n FROM layout').get()?.['n'] ?? 0);
  if (count <= KEPT) return;
  statement(
    database,
    `DELETE FROM layout WHERE id NOT IN (SELECT layout FROM message WHERE layout IS NOT NULL)
         AND rowid NOT IN (SELECT rowid FROM layout ORDER BY rowid DESC LIMIT ?)`,
  ).run(KEPT);
}
