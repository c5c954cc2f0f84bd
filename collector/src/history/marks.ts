import type { DatabaseSync } from 'node:sqlite';

/** How far something has come in the blocks: the id of the last one. */
export interface Mark {
  get(): number;
  /** Moves it in memory; on disk with the next `save`. */
  set(block: number): void;
  /** Writes it when it has moved, inside the caller's transaction or in one of its own. */
  save(): void;
}

/** The mark of this name; 0 at first. */
export function createMark(database: DatabaseSync, name: string): Mark {
  const write = database.prepare(
    'INSERT INTO marks (name, block) VALUES (?, ?) ON CONFLICT DO UPDATE SET block = excluded.block',
  );
  const row = database.prepare('SELECT block FROM marks WHERE name = ?').get(name) as
    | { block: number }
    | undefined;
  let at = row?.block ?? 0;
  let saved = at;
  return {
    get: () => at,
    set: (block) => void (at = block),
    save() {
      if (at !== saved) write.run(name, at);
      saved = at;
    },
  };
}
