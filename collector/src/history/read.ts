import type { DatabaseSync } from 'node:sqlite';
import { decodeValues } from './blob.ts';
import type { Sample } from './columns.ts';
import type { References } from './references.ts';
import { FIVE_MINUTES, HOUR, RAW } from './steps.ts';

/** Which samples to read. */
export interface Wanted {
  hostId: string;
  keys: readonly string[];
  /** Resolution; where its averages are not made yet, finer ones fill in. */
  step: number;
  fromMs: number;
  toMs: number;
}

/** Unit and samples of one series, oldest first. */
export interface SeriesSamples {
  key: string;
  unit: string;
  samples: Sample[];
}

const FINER: ReadonlyMap<number, readonly number[]> = new Map([
  [RAW, [RAW]],
  [FIVE_MINUTES, [FIVE_MINUTES, RAW]],
  [HOUR, [HOUR, FIVE_MINUTES, RAW]],
]);

/** Reads samples; each row is decoded once, however many of its series are wanted. */
export function readSamples(database: DatabaseSync, references: References, wanted: Wanted): SeriesSamples[] {
  const host = references.findHost(wanted.hostId);
  const series = wanted.keys.map((key) => ({
    key,
    unit: references.places(key)[0]?.unit ?? 'none',
    samples: [] as Sample[],
  }));
  const byLayout = Map.groupBy(
    series.flatMap(({ key, samples }) =>
      references.places(key).map(({ layout, position }) => ({ layout, position, samples })),
    ),
    ({ layout }) => layout,
  );
  for (const [layout, places] of host === undefined ? [] : byLayout) {
    for (const row of rowsOf(database, { ...wanted, host: host ?? 0, layout })) {
      const values = decodeValues(row.data);
      for (const { position, samples } of places) {
        const value = values[position];
        if (value !== undefined && !Number.isNaN(value)) samples.push({ timeMs: row.time, value });
      }
    }
  }
  for (const { samples } of series) samples.sort((a, b) => a.timeMs - b.timeMs);
  return series;
}

function* rowsOf(
  database: DatabaseSync,
  of: { host: number; layout: number; step: number; fromMs: number; toMs: number },
): Iterable<{ time: number; data: Uint8Array }> {
  const select = database.prepare(
    'SELECT time, data FROM points WHERE host = ? AND step = ? AND layout = ? AND time >= ? AND time < ? ORDER BY time',
  );
  const rolled = database.prepare('SELECT until FROM rolled WHERE step = ? AND host = ? AND layout = ?');
  let from = of.fromMs;
  for (const step of FINER.get(of.step) ?? [of.step]) {
    const until =
      step === RAW
        ? of.toMs + 1
        : ((rolled.get(step, of.host, of.layout) as { until: number } | undefined)?.until ?? from);
    const to = Math.min(until, of.toMs + 1);
    if (to <= from) continue;
    yield* select.iterate(of.host, step, of.layout, from, to) as Iterable<{ time: number; data: Uint8Array }>;
    from = to;
  }
}
