import type { JobFacts } from './facts.ts';
import type { Policy, Unusual } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** The usual deviation of a normal distribution is so many median deviations. */
const MAD_SCALE = 1.4826;
/** Of fewer nothing is usual yet. */
const LEAST = 5;

/** Figures, the oldest first, and the moment of the newest: of thousands of jobs one object for each figure would cost more than all that is judged by them. */
interface Series {
  at: number;
  values: number[];
}

/** Size, number of files and duration against what is usual; and what is the same twice where that cannot be. */
export function judgeUnusual(policy: Policy, facts: JobFacts): BackupVerdict[] {
  const { size, files, duration, isLive } = policy;
  const sizes = size === null && !isLive ? [] : sizesOf(facts, size?.last ?? 1);
  const counted = files === null ? [] : copySeries(facts, (one) => one.files, files.last);
  return [
    ...(size === null ? [] : [worst('size', sizes, (one) => unusual(policy, 'size', one, size))]),
    ...(files === null ? [] : [worst('files', counted, (one) => unusual(policy, 'files', one, files))]),
    ...(duration === null ? [] : [unusual(policy, 'duration', durations(facts, duration.last), duration)]),
    ...(isLive ? [worst('identical', sizes, (one) => identical(policy, one))] : []),
  ];
}

/** The newest breach of several series. */
function worst(
  check: 'size' | 'files' | 'identical',
  series: readonly Series[],
  judged: (one: Series) => BackupVerdict,
): BackupVerdict {
  let newest: BackupVerdict | undefined;
  for (const one of series) {
    const said = judged(one);
    if (said.since > (newest?.since ?? 0)) newest = said;
  }
  return newest ?? well(check);
}

/** Decides whether the last of some figures is far from the median of those before it (pure); the limit it has passed, undefined when it has not. */
function limitPassed(values: readonly number[], usual: Unusual): number | undefined {
  const last = values.at(-1);
  const from = Math.max(0, values.length - 1 - usual.last);
  if (last === undefined || values.length - 1 - from < LEAST) return undefined;
  const sorted = sortedBetween(values, from, values.length - 1);
  const middle = medianOf(sorted);
  const deviation = MAD_SCALE * medianDeviation(sorted, middle);
  const allowed = Math.max(usual.deviations * deviation, usual.relative * middle, usual.floor);
  // Nothing at all is less than half of anything, however much is allowed.
  const low = Math.max(middle - allowed, middle > usual.floor ? 1 : 0);
  if (last >= low && last <= middle + allowed) return undefined;
  if (last >= 1 && hasComeTwice(values.slice(from, -1), last, usual)) return undefined;
  return last < low ? low : middle + allowed;
}

/** What came twice before is usual, as full copies are among increments and one database among several; but not by coming again and again since it changed. */
function hasComeTwice(before: readonly number[], last: number, { relative, floor }: Unusual): boolean {
  const isAlike = (one: number) => Math.abs(one - last) <= Math.max(relative * one, floor);
  const change = before.findLastIndex((one) => !isAlike(one));
  return before.slice(0, Math.max(0, change)).filter(isAlike).length >= 2;
}

function sortedBetween(values: readonly number[], from: number, to: number): Float64Array {
  // Typed: it is sorted without a call for each pair.
  const sorted = new Float64Array(to - from);
  for (let index = from; index < to; index++) sorted[index - from] = values[index] ?? 0;
  return sorted.sort();
}

function medianOf(sorted: Float64Array): number {
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/** The median of how far each is from the middle: from there on outwards they come in their order, so that nothing is sorted once more. */
function medianDeviation(sorted: Float64Array, middle: number): number {
  const half = Math.floor(sorted.length / 2);
  let above = sorted.findIndex((one) => one >= middle);
  let below = above - 1;
  let [before, nearest] = [0, 0];
  for (let count = 0; count <= half; count++) {
    const down = below < 0 ? Number.POSITIVE_INFINITY : middle - (sorted[below] ?? 0);
    const up = above < sorted.length ? (sorted[above] ?? 0) - middle : Number.POSITIVE_INFINITY;
    before = nearest;
    nearest = Math.min(down, up);
    if (down < up) below--;
    else above++;
  }
  return sorted.length % 2 === 1 ? nearest : (before + nearest) / 2;
}

function unusual(
  policy: Policy,
  check: 'size' | 'files' | 'duration',
  { at, values }: Series,
  usual: Unusual,
): BackupVerdict {
  const last = values.at(-1);
  const limit = limitPassed(values, usual);
  const unit = check === 'size' ? 'bytes' : check === 'files' ? 'count' : 'seconds';
  if (last === undefined || limit === undefined) return well(check, { unit });
  return broken(policy, check, at, { unit, value: last, limit: Math.round(limit) });
}

function identical(policy: Policy, { at, values }: Series): BackupVerdict {
  const [before, last] = values.slice(-2);
  if (last === undefined || before !== last) return well('identical');
  return broken(policy, 'identical', at, { unit: 'bytes', value: last });
}

/** Of copies where there are any, else of runs. */
function sizesOf(facts: JobFacts, last: number): Series[] {
  const sizes = copySeries(facts, ({ bytes }) => bytes, last);
  return sizes.length > 0 ? sizes : [runSeries(facts, ({ bytes }) => bytes, last)];
}

/** What is found of a location, from its newest copy back: figures of each kind of copy, the newest first. */
interface Place {
  location: string;
  copies: number;
  kinds: (Series & { kind: string })[];
}

/**
 * Figures of each location and kind of copy: what is incremental is not measured by what is full, and what was found of a full copy is not over with the next increment or with a copy elsewhere. A
 * kind of which none was made among the last ones of its location is made no more.
 */
function copySeries(
  { snapshots }: JobFacts,
  valueOf: (one: JobFacts['snapshots'][number]) => number | null,
  last: number,
): Series[] {
  const places: Place[] = [];
  let place: Place | undefined;
  let own: Place['kinds'][number] | undefined;
  for (let index = snapshots.length - 1; index >= 0; index--) {
    const one = snapshots[index] as JobFacts['snapshots'][number];
    // Copies of one place mostly stand together.
    if (place?.location !== one.location) {
      place = placeOf(places, one.location);
      own = undefined;
    }
    // And are of one kind.
    if (own?.kind !== one.kind) own = place.kinds.find(({ kind }) => kind === one.kind);
    if (own === undefined && place.copies < last) {
      own = { kind: one.kind, at: 0, values: [] };
      place.kinds.push(own);
    }
    place.copies++;
    if (own !== undefined && own.values.length <= last) addOlder(own, one.at, valueOf(one));
  }
  const series = places.flatMap(({ kinds }) => kinds).filter(({ values }) => values.length > 0);
  for (const { values } of series) values.reverse();
  return series;
}

function placeOf(places: Place[], location: string): Place {
  const known = places.find((one) => one.location === location);
  if (known !== undefined) return known;
  const place = { location, copies: 0, kinds: [] };
  places.push(place);
  return place;
}

function addOlder(series: Series, at: number, value: number | null): void {
  if (value === null) return;
  if (series.values.length === 0) series.at = at;
  series.values.push(value);
}

/** Of the newest good run and so many before it; nothing older is looked at. */
function runSeries(
  { runs }: JobFacts,
  valueOf: (one: JobFacts['runs'][number]) => number | null,
  last: number,
): Series {
  const series: Series = { at: 0, values: [] };
  for (let index = runs.length - 1; index >= 0 && series.values.length <= last; index--) {
    const one = runs[index] as JobFacts['runs'][number];
    if (one.outcome !== 'failed' && one.outcome !== 'interrupted')
      addOlder(series, one.endedAt, valueOf(one));
  }
  series.values.reverse();
  return series;
}

function durations(facts: JobFacts, last: number): Series {
  return runSeries(
    facts,
    ({ startedAt, endedAt }) =>
      startedAt === null ? null : Math.max(0, Math.round((endedAt - startedAt) / 1000)),
    last,
  );
}
