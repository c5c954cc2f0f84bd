import type { JobFacts } from './facts.ts';
import type { Policy, Unusual } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** The usual deviation of a normal distribution is so many median deviations. */
const MAD_SCALE = 1.4826;
/** Of fewer nothing is usual yet. */
const LEAST = 5;

/** One figure at a moment. */
interface Sample {
  at: number;
  value: number;
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
  series: readonly Sample[][],
  judged: (samples: readonly Sample[]) => BackupVerdict,
): BackupVerdict {
  const found = series.map(judged).filter(({ since }) => since > 0);
  return found.toSorted((a, b) => b.since - a.since)[0] ?? well(check);
}

/** Decides whether the last of some figures is far from the median of those before it (pure); the limit it has passed, undefined when it has not. */
function limitPassed(values: readonly number[], usual: Unusual): number | undefined {
  const last = values.at(-1);
  const before = values.slice(-1 - usual.last, -1);
  if (last === undefined || before.length < LEAST) return undefined;
  const middle = medianOf(before);
  const deviation = MAD_SCALE * medianOf(before.map((one) => Math.abs(one - middle)));
  const allowed = Math.max(usual.deviations * deviation, usual.relative * middle, usual.floor);
  // Nothing at all is less than half of anything, however much is allowed.
  const low = Math.max(middle - allowed, middle > usual.floor ? 1 : 0);
  if (last >= low && last <= middle + allowed) return undefined;
  if (last >= 1 && hasComeTwice(before, last, usual)) return undefined;
  return last < low ? low : middle + allowed;
}

/** What came twice before is usual, as full copies are among increments and one database among several; but not by coming again and again since it changed. */
function hasComeTwice(before: readonly number[], last: number, { relative, floor }: Unusual): boolean {
  const isAlike = (one: number) => Math.abs(one - last) <= Math.max(relative * one, floor);
  const change = before.findLastIndex((one) => !isAlike(one));
  return before.slice(0, Math.max(0, change)).filter(isAlike).length >= 2;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

function unusual(
  policy: Policy,
  check: 'size' | 'files' | 'duration',
  samples: readonly Sample[],
  usual: Unusual,
): BackupVerdict {
  const last = samples.at(-1);
  const limit = limitPassed(
    samples.map(({ value }) => value),
    usual,
  );
  const unit = check === 'size' ? 'bytes' : check === 'files' ? 'count' : 'seconds';
  if (last === undefined || limit === undefined) return well(check, { unit });
  return broken(policy, check, last.at, { unit, value: last.value, limit: Math.round(limit) });
}

function identical(policy: Policy, samples: readonly Sample[]): BackupVerdict {
  const [before, last] = samples.slice(-2);
  if (before === undefined || last === undefined || before.value !== last.value) return well('identical');
  return broken(policy, 'identical', last.at, { unit: 'bytes', value: last.value });
}

/** Of copies where there are any, else of runs. */
function sizesOf(facts: JobFacts, last: number): Sample[][] {
  const sizes = copySeries(facts, ({ bytes }) => bytes, last);
  return sizes.length > 0 ? sizes : [runSamples(facts, ({ bytes }) => bytes, last)];
}

/** What is found of a location, from its newest copy back: figures of each kind of copy, the newest first. */
interface Place {
  location: string;
  copies: number;
  kinds: { kind: string; samples: Sample[] }[];
}

/**
 * Figures of each location and kind of copy: what is incremental is not measured by what is full, and what was found of a full copy is not over with the next increment or with a copy elsewhere. A
 * kind of which none was made among the last ones of its location is made no more.
 */
function copySeries(
  { snapshots }: JobFacts,
  valueOf: (one: JobFacts['snapshots'][number]) => number | null,
  last: number,
): Sample[][] {
  const places: Place[] = [];
  let place: Place | undefined;
  for (let index = snapshots.length - 1; index >= 0; index--) {
    const one = snapshots[index] as JobFacts['snapshots'][number];
    // Copies of one place mostly stand together.
    if (place?.location !== one.location) place = placeOf(places, one.location);
    let own = place.kinds.find(({ kind }) => kind === one.kind);
    if (own === undefined && place.copies < last) {
      own = { kind: one.kind, samples: [] };
      place.kinds.push(own);
    }
    place.copies++;
    const value = own === undefined || own.samples.length > last ? null : valueOf(one);
    if (value !== null) own?.samples.push({ at: one.at, value });
  }
  const series = places.flatMap(({ kinds }) => kinds.map(({ samples }) => samples.toReversed()));
  return series.filter((samples) => samples.length > 0);
}

function placeOf(places: Place[], location: string): Place {
  const known = places.find((one) => one.location === location);
  if (known !== undefined) return known;
  const place = { location, copies: 0, kinds: [] };
  places.push(place);
  return place;
}

function runSamples(
  { runs }: JobFacts,
  valueOf: (one: JobFacts['runs'][number]) => number | null,
  last: number,
): Sample[] {
  return newestSamples(runs, last, (one) => {
    const isGood = one.outcome !== 'failed' && one.outcome !== 'interrupted';
    const value = isGood ? valueOf(one) : null;
    return value === null ? undefined : { at: one.endedAt, value };
  });
}

function durations(facts: JobFacts, last: number): Sample[] {
  return runSamples(
    facts,
    ({ startedAt, endedAt }) =>
      startedAt === null ? null : Math.max(0, Math.round((endedAt - startedAt) / 1000)),
    last,
  );
}

/** The newest one and so many before it, the oldest first; nothing older is looked at. */
function newestSamples<T>(
  facts: readonly T[],
  last: number,
  sampleOf: (one: T) => Sample | undefined,
): Sample[] {
  const found: Sample[] = [];
  for (let at = facts.length - 1; at >= 0 && found.length <= last; at--) {
    const sample = sampleOf(facts[at] as T);
    if (sample !== undefined) found.push(sample);
  }
  return found.toReversed();
}
