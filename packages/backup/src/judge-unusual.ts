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
  const { size, files, duration } = policy;
  const sizes = samplesOf(facts, ({ bytes }) => bytes);
  return [
    ...(size === null ? [] : [unusual(policy, 'size', sizes.length > 0 ? sizes : runSizes(facts), size)]),
    ...(files === null
      ? []
      : [
          unusual(
            policy,
            'files',
            samplesOf(facts, (one) => one.files),
            files,
          ),
        ]),
    ...(duration === null ? [] : [unusual(policy, 'duration', durations(facts), duration)]),
    ...(policy.isLive ? [identical(policy, sizes.length > 0 ? sizes : runSizes(facts))] : []),
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

/** Copies of the kind of the newest, at its location: what is incremental is not measured by what is full. */
function samplesOf(
  { snapshots }: JobFacts,
  valueOf: (one: JobFacts['snapshots'][number]) => number | null,
): Sample[] {
  const newest = snapshots.at(-1);
  return snapshots.flatMap((one) => {
    const value = valueOf(one);
    const isAlike = one.kind === newest?.kind && one.location === newest.location;
    return isAlike && value !== null ? [{ at: one.at, value }] : [];
  });
}

function runSizes({ runs }: JobFacts): Sample[] {
  return runs.flatMap(({ endedAt, bytes, outcome }) =>
    bytes === null || outcome === 'failed' || outcome === 'interrupted'
      ? []
      : [{ at: endedAt, value: bytes }],
  );
}

function durations({ runs }: JobFacts): Sample[] {
  return runs.flatMap(({ startedAt, endedAt, outcome }) =>
    startedAt === null || outcome === 'failed' || outcome === 'interrupted'
      ? []
      : [{ at: endedAt, value: Math.max(0, Math.round((endedAt - startedAt) / 1000)) }],
  );
}
