import type { DatabaseSync } from 'node:sqlite';

/** Batches of lines on disk, oldest first. */
export interface LineQueue {
  /** Adds lines inside the caller's transaction. */
  add(lines: readonly string[]): void;
  /** The oldest batches above `id`, at most `most` of them and about 2 MB. */
  after(id: number, most: number): QueuedBatch[];
  /** Forgets batches up to `id`. */
  removeUpTo(id: number): void;
  /** Forgets the oldest batches until the rest fits into `bytes`; gives the ids of those forgotten. */
  keepWithin(bytes: number): number[];
  /** How much waits above `id`. */
  size(id: number): { batches: number; bytes: number };
}

export interface QueuedBatch {
  id: number;
  lines: number;
  bytes: number;
  body: Uint8Array;
}

const BATCH_BYTES = 2_000_000;

/** The queue in a history database. It counts nothing in memory: a transaction that is undone undoes its batches. */
export function createLineQueue(database: DatabaseSync): LineQueue {
  const add = database.prepare('INSERT INTO queue (lines, bytes, body) VALUES (?, ?, ?)');
  const take = database.prepare('SELECT id, lines, bytes, body FROM queue WHERE id > ? ORDER BY id LIMIT ?');
  const remove = database.prepare('DELETE FROM queue WHERE id <= ?');
  const dropOldest = database.prepare(
    'DELETE FROM queue WHERE id = (SELECT min(id) FROM queue) RETURNING id, bytes',
  );
  const total = database.prepare(
    'SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM queue WHERE id > ?',
  );
  const size = (id: number) => total.get(id) as { batches: number; bytes: number };

  return {
    add(lines) {
      const body = Buffer.from(lines.join('\n'));
      add.run(lines.length, body.length, body);
    },
    after(id, most) {
      const rows = take.all(id, most) as unknown as QueuedBatch[];
      let bytes = 0;
      const end = rows.findIndex((row) => (bytes += row.bytes) > BATCH_BYTES);
      return end < 0 ? rows : rows.slice(0, Math.max(1, end));
    },
    removeUpTo: (id) => void remove.run(id),
    keepWithin(bytes) {
      const dropped: number[] = [];
      let { batches, bytes: held } = size(-1);
      for (; held > bytes && batches > 1; batches--) {
        const row = dropOldest.get() as { id: number; bytes: number } | undefined;
        if (row === undefined) break;
        dropped.push(row.id);
        held -= row.bytes;
      }
      return dropped;
    },
    size,
  };
}
