import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '@watchcase/runtime';
import { addReading, bytesOf, createBlock, visitBlock } from './block.ts';
import { BLOCK_SPAN_MS } from './pending.ts';
import { FIVE_MINUTES, HOUR, RAW } from './steps.ts';

/** Late readings may still come into a bucket for this long before it is averaged. */
export const SETTLE_MS = 10 * 60_000;
/** Buckets averaged per host and call: keeps one call short after a long pause. */
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

/** Averages what is complete and deletes what is too old, for one host. `taken` is the last block that may be deleted. */
export type Roll = (host: number, now: number, taken: number) => void;

/** Prepares averaging. */
export function createRoll(database: DatabaseSync, kept: Kept): Roll {
  const untilOf = database.prepare('SELECT until FROM rolled WHERE host = ? AND step = ?');
  const firstBlock = database.prepare('SELECT min(first) AS time FROM blocks WHERE host = ? AND first >= ?');
  const firstAverage = database.prepare(
    'SELECT min(time) AS time FROM averages WHERE host = ? AND step = ? AND time >= ?',
  );
  const blocks = database.prepare(
    'SELECT first, data FROM blocks WHERE host = ? AND first >= ? AND first < ? ORDER BY first',
  );
  const averages = database.prepare(
    'SELECT time AS first, data FROM averages WHERE host = ? AND step = ? AND time >= ? AND time < ? ORDER BY time',
  );
  const add = database.prepare(
    'INSERT OR REPLACE INTO averages (host, step, time, data) VALUES (?, ?, ?, ?)',
  );
  const advance = database.prepare('INSERT OR REPLACE INTO rolled (host, step, until) VALUES (?, ?, ?)');
  const removeBlocks = database.prepare('DELETE FROM blocks WHERE host = ? AND first < ? AND id <= ?');
  const removeAverages = database.prepare('DELETE FROM averages WHERE host = ? AND step = ? AND time < ?');

  function until(host: number, step: number): number | undefined {
    return (untilOf.get(host, step) as { until: number } | undefined)?.until;
  }

  /** The moment from which on `level` has something to average. */
  function startOf(host: number, { from, to }: (typeof levels)[number]): number | null {
    const done = until(host, to) ?? 0;
    const row =
      from === RAW ? firstBlock.get(host, done - BLOCK_SPAN_MS) : firstAverage.get(host, from, done);
    const { time } = row as { time: number | null };
    return time === null ? null : Math.max(done, Math.floor(time / to) * to);
  }

  function rollLevel(host: number, level: (typeof levels)[number], now: number): void {
    const start = startOf(host, level);
    if (start === null) return;
    // Averages of averages wait until the averages are there.
    const ready = level.from === RAW ? now - SETTLE_MS : (until(host, level.from) ?? 0);
    const end = Math.min(Math.floor(ready / level.to) * level.to, start + MOST_BUCKETS * level.to);
    if (end <= start) return;
    const rows =
      level.from === RAW
        ? blocks.iterate(host, start - BLOCK_SPAN_MS, end + BLOCK_SPAN_MS)
        : averages.iterate(host, level.from, start, end);
    const buckets = averagesOf(rows as Iterable<{ first: number; data: Uint8Array }>, {
      start,
      end,
      step: level.to,
    });
    for (const [time, means] of buckets) add.run(host, level.to, time, blockOf(time, means));
    advance.run(host, level.to, end);
  }

  return (host, now, taken) =>
    inTransaction(database, () => {
      for (const level of levels) rollLevel(host, level, now);
      removeBlocks.run(host, now - kept.rawMs, taken);
      removeAverages.run(host, FIVE_MINUTES, now - kept.fiveMinuteMs);
      removeAverages.run(host, HOUR, now - kept.hourMs);
    });
}

/** Means per bucket and layout of the readings between `start` and `end`. */
function averagesOf(
  rows: Iterable<{ first: number; data: Uint8Array }>,
  span: { start: number; end: number; step: number },
): Map<number, Map<number, Mean>> {
  const buckets = new Map<number, Map<number, Mean>>();
  for (const row of rows) {
    visitBlock(row, undefined, (layout, time, values) => {
      if (time < span.start || time >= span.end) return;
      const bucket = Math.floor(time / span.step) * span.step;
      const means = buckets.get(bucket) ?? new Map<number, Mean>();
      buckets.set(bucket, means);
      const mean = means.get(layout) ?? createMean(values.length);
      means.set(layout, mean);
      mean.add(values);
    });
  }
  return buckets;
}

function blockOf(time: number, means: ReadonlyMap<number, Mean>): Uint8Array {
  const block = createBlock(time);
  for (const [layout, mean] of means) addReading(block, { layout, time, values: mean.values() });
  return bytesOf(block);
}

/** The mean of several readings of one layout, position by position; what is missing does not count. */
export interface Mean {
  add(values: Float64Array): void;
  /** NaN where nothing was added. */
  values(): Float64Array;
}

/** One over `length` positions, of nothing yet. */
export function createMean(length: number): Mean {
  const sums = new Float64Array(length);
  const counts = new Uint32Array(length);
  return {
    add(values) {
      for (let i = 0; i < length; i++) {
        const value = values[i] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sums[i] = (sums[i] ?? 0) + value;
        counts[i] = (counts[i] ?? 0) + 1;
      }
    },
    values: () => sums.map((sum, i) => sum / (counts[i] ?? 0)),
  };
}
