import type { DatabaseSync } from 'node:sqlite';
import type { Observation } from '../model/index.ts';
import { encodeBlock } from './block.ts';
import type { References } from './references.ts';
import { SETTLE_MS } from './roll.ts';
import { OWN_EPOCH, type Piece, splitIntoBlocks } from './split.ts';
import { FIVE_MINUTES, HOUR } from './steps.ts';

/** What was written: how many blocks, their bytes, the id of the last. */
export interface Appended {
  blocks: number;
  bytes: number;
  last: number;
}

/** Keeps readings; remembers those that the store does not know of yet, so that none is kept twice. */
export interface Append {
  /** Writes one host's readings inside the caller's transaction; those that were kept before are passed over. */
  keep(host: { id: string; observations: readonly Observation[] }, references: References, now: number): void;
  /** What was written since the last call. */
  taken(): Appended;
  /** The store knows of all that was written. */
  confirmed(): void;
}

/** Prepares keeping; `rawMs` is how long readings are kept, `confirmed` the last block that the store knows of. */
export function createAppend(database: DatabaseSync, of: { rawMs: number; confirmed: number }): Append {
  const insert = database.prepare(
    'INSERT INTO blocks (host, epoch, seq, first, data) VALUES (?, ?, ?, ?, ?)',
  );
  const rewind = database.prepare('UPDATE rolled SET until = ?1 WHERE host = ?2 AND step = ?3 AND until > ?1');
  const unconfirmed = database
    .prepare(
      'SELECT hosts.id AS host, epoch, max(seq) AS seq FROM blocks JOIN hosts ON hosts.ref = blocks.host WHERE blocks.id > ? GROUP BY 1, 2',
    )
    .all(of.confirmed) as { host: string; epoch: number; seq: number }[];
  /** Highest sequence number per host and epoch that the store may not know of. */
  const known = new Map(unconfirmed.map((row) => [`${row.host} ${row.epoch}`, row.seq]));
  let written: Appended = { blocks: 0, bytes: 0, last: of.confirmed };

  function isNew(one: Observation): boolean {
    if (one.epoch === OWN_EPOCH) return true;
    const key = `${one.hostId} ${one.epoch}`;
    if (one.seq <= (known.get(key) ?? 0)) return false;
    known.set(key, one.seq);
    return true;
  }

  /** What comes after its bucket was averaged is averaged again, where all of the bucket is still there. */
  function averageAgain(host: number, piece: Piece, now: number): void {
    const age = now - piece.first;
    if (age <= SETTLE_MS || age >= of.rawMs - HOUR) return;
    for (const step of [FIVE_MINUTES, HOUR]) rewind.run(Math.floor(piece.first / step) * step, host, step);
  }

  return {
    keep({ id, observations }, references, now) {
      const host = references.host(id);
      for (const piece of splitIntoBlocks(observations.filter(isNew))) {
        const readings = piece.observations.map((one) => ({
          layout: references.layout(one.layout),
          time: Math.round(one.time),
          values: one.values,
        }));
        const data = encodeBlock(readings, piece.first);
        const { lastInsertRowid } = insert.run(host, piece.epoch, piece.seq, piece.first, data);
        written.blocks++;
        written.bytes += data.length;
        written.last = Number(lastInsertRowid);
        averageAgain(host, piece, now);
      }
    },
    taken() {
      const result = written;
      written = { blocks: 0, bytes: 0, last: written.last };
      return result;
    },
    confirmed: () => known.clear(),
  };
}
