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
  return [
    ...(size === null ? [] : [unusual(policy, 'size', sizes, size)]),
    ...(files === null
      ? []
      : [
          unusual(
            policy,
            'files',
            copySamples(facts, (one) => one.files, files.last),
            files,
          ),
        ]),
    ...(duration === null ? [] : [unusual(policy, 'duration', durations(facts, duration.last), duration)]),
    ...(isLive ? [identical(policy, sizes)] : []),
  ];
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
  if (last < low) return low;
  return last > middle + allowed ? middle + allowed : undefined;
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
function sizesOf(facts: JobFacts, last: number): Sample[] {
  const sizes = copySamples(facts, ({ bytes }) => bytes, last);
  return sizes.length > 0 ? sizes : runSamples(facts, ({ bytes }) => bytes, last);
}

/** Copies of the kind of the newest, at its location: what is incremental is not measured by what is full. */
function copySamples(
  { snapshots }: JobFacts,
  valueOf: (one: JobFacts['snapshots'][number]) => number | null,
  last: number,
): Sample[] {
  const newest = snapshots.at(-1);
  return newestSamples(snapshots, last, (one) => {
    const isAlike = one.kind === newest?.kind && one.location === newest.location;
    const value = isAlike ? valueOf(one) : null;
    return value === null ? undefined : { at: one.at, value };
  });
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
