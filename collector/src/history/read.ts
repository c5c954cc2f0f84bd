import type { DatabaseSync } from 'node:sqlite';
import { visitBlock } from './block.ts';
import type { Sample } from './columns.ts';
import type { References } from './references.ts';
import { BLOCK_SPAN_MS } from './pending.ts';
import { FIVE_MINUTES, HOUR, RAW } from './steps.ts';

/** Which samples to read. */
export interface Wanted {
  hostId: string;
  keys: readonly string[];
  /** Resolution; where its averages are not made yet, finer ones fill in. */
  step: number;
  fromMs: number;
  toMs: number;
  /** Blocks of the host that are not written yet. */
  pending: readonly { first: number; data: Uint8Array }[];
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
          ? blocks.iterate(host, from - BLOCK_SPAN_MS, to + BLOCK_SPAN_MS)
          : averages.iterate(host, step, from, to);
      yield { rows, from, to };
      from = to;
    }
  }

  return (references, wanted) => {
    const series: SeriesSamples[] = wanted.keys.map((key) => ({ key, unit: 'none', samples: [] }));
    const host = references.findHost(wanted.hostId);
    const placesIn = findPlaces(references, series);
    const isWanted = (layout: number) => placesIn(layout).length > 0;
    const take = (block: Block, from: number, to: number) =>
      visitBlock(block, isWanted, (layout, time, values) => {
        if (time >= from && time < to) pick(placesIn(layout), time, values);
      });
    for (const { rows, from, to } of host === undefined ? [] : partsOf(host, wanted))
      for (const block of rows as Iterable<Block>) take(block, from, to);
    for (const block of wanted.pending) take(block, wanted.fromMs, wanted.toMs + 1);
    for (const { samples } of series) samples.sort((a, b) => a.timeMs - b.timeMs);
    return series;
  };
}

/** Where these series stand in a layout; their unit is that of the newest layout they were met in. */
function findPlaces(
  references: References,
  series: readonly SeriesSamples[],
): (layout: number) => readonly Place[] {
  const known = new Map<number, Place[]>();
  return (layout) => {
    let places = known.get(layout);
    if (places === undefined) {
      places = [];
      for (const one of series) {
        const place = references.seriesOf(layout).place(one.key);
        if (place === undefined) continue;
        one.unit = place.unit;
        places.push({ position: place.position, samples: one.samples });
      }
      known.set(layout, places);
    }
    return places;
  };
}

function pick(places: readonly Place[], timeMs: number, values: Float64Array): void {
  for (const { position, samples } of places) {
    const value = values[position];
    if (value !== undefined && !Number.isNaN(value)) samples.push({ timeMs, value });
  }
}
