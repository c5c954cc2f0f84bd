import type { DatabaseSync } from 'node:sqlite';
import { seriesKey, fieldsOf } from '@watchcase/protocol';
import type { Observation } from '../model/index.ts';
import { visitBlock } from './block.ts';
import type { Sample } from './columns.ts';
import type { References } from './references.ts';
import { BLOCK_SPAN_MS } from './split.ts';
import { FIVE_MINUTES, HOUR, RAW } from './steps.ts';

/** Which samples to read. */
export interface Wanted {
  hostId: string;
  keys: readonly string[];
  /** Resolution; where its averages are not made yet, finer ones fill in. */
  step: number;
  fromMs: number;
  toMs: number;
  /** The host's readings that are not written yet. */
  waiting: readonly Observation[];
}

/** Unit and samples of one series, oldest first. */
export interface SeriesSamples {
  key: string;
  unit: string;
  samples: Sample[];
}

interface Place {
  position: number;
  samples: Sample[];
}

interface Block {
  first: number;
  data: Uint8Array;
}

const FINER: ReadonlyMap<number, readonly number[]> = new Map([
  [RAW, [RAW]],
  [FIVE_MINUTES, [FIVE_MINUTES, RAW]],
  [HOUR, [HOUR, FIVE_MINUTES, RAW]],
]);

/** Builds the reader; each block is decoded once, however many of its series are wanted. */
export function createReader(
  database: DatabaseSync,
): (references: References, wanted: Wanted) => SeriesSamples[] {
  const blocks = database.prepare(
    'SELECT first, data FROM blocks WHERE host = ? AND first >= ? AND first < ? ORDER BY first',
  );
  const averages = database.prepare(
    'SELECT time AS first, data FROM averages WHERE host = ? AND step = ? AND time >= ? AND time < ? ORDER BY time',
  );
  const rolled = database.prepare('SELECT until FROM rolled WHERE host = ? AND step = ?');

  /** What each resolution contributes: the wanted one as far as it is made, then the finer ones. */
  function* partsOf(
    host: number,
    { step: wanted, fromMs, toMs }: Wanted,
  ): Iterable<{ rows: Iterable<unknown>; from: number; to: number }> {
    let from = fromMs;
    for (const step of FINER.get(wanted) ?? [wanted]) {
      const until = (rolled.get(host, step) as { until: number } | undefined)?.until ?? from;
      const to = step === RAW ? toMs + 1 : Math.min(until, toMs + 1);
      if (to <= from) continue;
      const rows =
        step === RAW
          ? blocks.iterate(host, from - BLOCK_SPAN_MS, to)
          : averages.iterate(host, step, from, to);
      yield { rows, from, to };
      from = to;
    }
  }

  return (references, wanted) => {
    const series = wanted.keys.map((key) => ({
      key,
      unit: references.places(key)[0]?.unit ?? 'none',
      samples: [] as Sample[],
    }));
    const host = references.findHost(wanted.hostId);
    const places = placesOf(references, series);
    const only = places.size === 1 ? [...places.keys()][0] : undefined;
    for (const { rows, from, to } of host === undefined ? [] : partsOf(host, wanted)) {
      for (const { first, data } of rows as Iterable<Block>) {
        visitBlock({ data, first }, only, (layout, time, values) => {
          if (time >= from && time < to) pick(places.get(layout) ?? [], time, values);
        });
      }
    }
    addWaiting(series, wanted);
    for (const { samples } of series) samples.sort((a, b) => a.timeMs - b.timeMs);
    return series;
  };
}

function placesOf(references: References, series: readonly SeriesSamples[]): Map<number, Place[]> {
  return Map.groupBy(
    series.flatMap(({ key, samples }) => references.places(key).map((place) => ({ ...place, samples }))),
    ({ layout }) => layout,
  );
}

function pick(places: readonly Place[], timeMs: number, values: Float64Array): void {
  for (const { position, samples } of places) {
    const value = values[position];
    if (value !== undefined && !Number.isNaN(value)) samples.push({ timeMs, value });
  }
}

function addWaiting(series: readonly SeriesSamples[], wanted: Wanted): void {
  for (const { layout, time, values } of wanted.waiting) {
    const timeMs = Math.round(time);
    if (timeMs < wanted.fromMs || timeMs > wanted.toMs) continue;
    for (const [position, name] of fieldsOf(layout).entries()) {
      const value = values[position] ?? null;
      if (value === null) continue;
      for (const one of series) if (one.key === seriesKey(name)) one.samples.push({ timeMs, value });
    }
  }
}
