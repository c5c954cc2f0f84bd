import type { DatabaseSync } from 'node:sqlite';
import type { Observation } from '../model/index.ts';
import { encodeValues } from './blob.ts';
import type { References } from './references.ts';
import { SETTLE_MS } from './roll.ts';
import { FIVE_MINUTES, HOUR } from './steps.ts';

/** Keeps one observation inside the caller's transaction; false when it was kept before. */
export type Append = (one: Observation, references: References, now: number) => boolean;

/** The collector's own samples are never delivered twice; their numbers go back when its clock does. */
const OWN_EPOCH = 0;

/** Prepares keeping; `rawMs` is how long readings are kept. */
export function createAppend(database: DatabaseSync, rawMs: number): Append {
  const cursor = database.prepare('SELECT seq FROM cursors WHERE host = ? AND epoch = ?');
  const advance = database.prepare(
    'INSERT INTO cursors (host, epoch, seq) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
  );
  const insert = database.prepare(
    'INSERT OR IGNORE INTO points (step, host, layout, time, data) VALUES (0, ?, ?, ?, ?)',
  );
  const stream = database.prepare('INSERT OR IGNORE INTO streams (host, layout) VALUES (?, ?)');
  const rewind = database.prepare(
    'UPDATE rolled SET until = ?1 WHERE step = ?2 AND host = ?3 AND layout = ?4 AND until > ?1',
  );

  /** What comes after its bucket was averaged is averaged again, where all of the bucket is still there. */
  function averageAgain(host: number, layout: number, time: number): void {
    for (const step of [FIVE_MINUTES, HOUR]) rewind.run(Math.floor(time / step) * step, step, host, layout);
  }

  return (one, references, now) => {
    if (one.epoch !== OWN_EPOCH) {
      const before = cursor.get(one.hostId, one.epoch) as { seq: number } | undefined;
      if (before !== undefined && one.seq <= before.seq) return false;
      advance.run(one.hostId, one.epoch, one.seq);
    }
    const [host, layout, time] = [
      references.host(one.hostId),
      references.layout(one.layout),
      Math.round(one.time),
    ];
    insert.run(host, layout, time, encodeValues(one.values));
    stream.run(host, layout);
    const age = now - time;
    if (age > SETTLE_MS && age < rawMs - HOUR) averageAgain(host, layout, time);
    return true;
  };
}
