import type { DatabaseSync } from 'node:sqlite';
import { decodeValues, encodeValues } from './blob.ts';
import { FIVE_MINUTES, HOUR, RAW } from './steps.ts';
import { inTransaction } from '@watchcase/runtime';

/** Late readings may still come into a bucket for this long before it is averaged. */
export const SETTLE_MS = 10 * 60_000;
/** Buckets averaged per host, layout and call: keeps one call short after a long pause. */
const MOST_BUCKETS = 24;

/** How long each resolution is kept, milliseconds. */
export interface Kept {
  rawMs: number;
  fiveMinuteMs: number;
  hourMs: number;
}

const levels = [
  { from: RAW, to: FIVE_MINUTES },
  { from: FIVE_MINUTES, to: HOUR },
] as const;

/** Averages what is complete and deletes what is too old, for one host and layout. */
export function rollOne(
  database: DatabaseSync,
  of: { host: number; layout: number },
  now: number,
  kept: Kept,
): void {
  inTransaction(database, () => {
    for (const level of levels) rollLevel(database, of, level, now);
    const limits = [
      [RAW, kept.rawMs],
      [FIVE_MINUTES, kept.fiveMinuteMs],
      [HOUR, kept.hourMs],
    ] as const;
    const remove = database.prepare(
      'DELETE FROM points WHERE host = ? AND step = ? AND layout = ? AND time < ?',
    );
    for (const [step, keptMs] of limits) remove.run(of.host, step, of.layout, now - keptMs);
  });
}

function rollLevel(
  database: DatabaseSync,
  of: { host: number; layout: number },
  level: { from: number; to: number },
  now: number,
): void {
  const until = (step: number) =>
    (
      database
        .prepare('SELECT until FROM rolled WHERE step = ? AND host = ? AND layout = ?')
        .get(step, of.host, of.layout) as { until: number } | undefined
    )?.until;
  const select =
    'SELECT time, data FROM points WHERE host = ? AND step = ? AND layout = ? AND time >= ? AND time < ? ORDER BY time';
  const first = database
    .prepare('SELECT min(time) AS time FROM points WHERE host = ? AND step = ? AND layout = ? AND time >= ?')
    .get(of.host, level.from, of.layout, until(level.to) ?? 0) as { time: number | null };
  if (first.time === null) return;
  const start = Math.floor(first.time / level.to) * level.to;
  // Averages of averages wait until the averages are there.
  const ready = level.from === RAW ? now - SETTLE_MS : (until(level.from) ?? 0);
  const end = Math.min(Math.floor(ready / level.to) * level.to, start + MOST_BUCKETS * level.to);
  if (end <= start) return;
  const rows = database.prepare(select).all(of.host, level.from, of.layout, start, end) as {
    time: number;
    data: Uint8Array;
  }[];
  const add = database.prepare(
    'INSERT OR REPLACE INTO points (step, host, layout, time, data) VALUES (?, ?, ?, ?, ?)',
  );
  for (const [time, data] of averages(rows, level.to)) add.run(level.to, of.host, of.layout, time, data);
  database
    .prepare('INSERT OR REPLACE INTO rolled (step, host, layout, until) VALUES (?, ?, ?, ?)')
    .run(level.to, of.host, of.layout, end);
}

function averages(
  rows: readonly { time: number; data: Uint8Array }[],
  step: number,
): Map<number, Uint8Array> {
  const buckets = Map.groupBy(rows, (row) => Math.floor(row.time / step) * step);
  return new Map(
    [...buckets].map(([time, members]) => [
      time,
      encodeValues(mean(members.map((row) => decodeValues(row.data)))),
    ]),
  );
}

function mean(vectors: readonly Float64Array[]): (number | null)[] {
  const length = vectors[0]?.length ?? 0;
  return Array.from({ length }, (_, i) => {
    const present = vectors.map((vector) => vector[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}
