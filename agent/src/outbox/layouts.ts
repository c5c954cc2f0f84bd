import type { DatabaseSync } from 'node:sqlite';
import type { Layout } from '@watchcase/protocol/light';
import { statement } from './statements.ts';

/** Layouts of one open outbox file; all of it is part of the caller's transaction. */
export interface KeptLayouts {
  /** Remembers a layout as long as readings may need it. */
  keep(layout: Layout): void;
  /** Forgets layouts that no waiting reading needs, once there are too many. */
  tidy(): void;
  /** The transaction was undone: what was found may not be there. */
  doubt(): void;
}

/** Layouts kept although no waiting reading needs them. */
const KEPT = 64;

/** Asks the file for what is hardly ever another answer than the last time as seldom as it can. */
export function createKeptLayouts(database: DatabaseSync): KeptLayouts {
  const found = new Set<string>();
  let mayBeMany = true;

  return {
    keep(layout) {
      if (found.has(layout.id)) return;
      if (statement(database, 'SELECT 1 FROM layout WHERE id = ?').get(layout.id) === undefined) {
        statement(database, 'INSERT INTO layout VALUES (?, ?)').run(layout.id, JSON.stringify(layout));
        mayBeMany = true;
      }
      found.add(layout.id);
    },
    tidy() {
      if (!mayBeMany) return;
      mayBeMany = false;
      const count = Number(statement(database, 'SELECT count(*) AS n FROM layout').get()?.['n'] ?? 0);
      if (count <= KEPT) return;
      found.clear();
      mayBeMany = true;
      statement(
        database,
        `DELETE FROM layout WHERE id NOT IN (SELECT layout FROM message WHERE layout IS NOT NULL)
         AND rowid NOT IN (SELECT rowid FROM layout ORDER BY rowid DESC LIMIT ?)`,
      ).run(KEPT);
    },
    doubt() {
      found.clear();
      mayBeMany = true;
    },
  };
}

/** A layout's JSON text; undefined when it is not known. */
export function readLayout(database: DatabaseSync, id: string): string | undefined {
  const row = statement(database, 'SELECT body FROM layout WHERE id = ?').get(id);
  return row === undefined ? undefined : String(row['body']);
}
