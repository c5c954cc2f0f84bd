import type { JobFacts } from '../facts.ts';
import { copyTime } from '../judge-runs.ts';

/** Something that shows that a backup was tried: a run, or a copy at one location. */
export interface Attempt {
  at: number;
  /** `run`, or the location: two copies of one run are one backup. */
  source: string;
  outcome: 'success' | 'warnings' | 'failed';
}

/** All that was tried from a moment on, in the order of its moments (pure). */
export function attemptsOf(
  { runs, snapshots, locations }: Pick<JobFacts, 'runs' | 'snapshots' | 'locations'>,
  since: number,
): Attempt[] {
  const copies = new Map(
    [
      ...snapshots.filter(({ at }) => at >= since),
      ...locations.flatMap(({ location, at, newest }) =>
        newest === null ? [] : [{ ...newest, location, at }],
      ),
    ].map((one) => {
      const at = copyTime(one, one.at) ?? one.at;
      return [`${one.location}\n${at}`, { at, source: one.location, outcome: ofCopy[one.complete] }] as const;
    }),
  );
  return [
    ...runs.map(({ endedAt, outcome }) => ({ at: endedAt, source: 'run', outcome: ofRun[outcome] })),
    ...copies.values(),
  ]
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => a.at - b.at);
}

const ofRun = { success: 'success', warnings: 'warnings', failed: 'failed', interrupted: 'failed' } as const;
const ofCopy = { yes: 'success', warnings: 'warnings', no: 'failed' } as const;

/** What several attempts for one backup come to (pure): good where one is, with warnings where the last of any source is not whole. */
export function outcomeOf(attempts: readonly Attempt[]): Attempt['outcome'] {
  const last = [...new Map(attempts.map((one) => [one.source, one])).values()];
  const isGood = attempts.some(({ outcome }) => outcome !== 'failed');
  if (!isGood) return 'failed';
  const lastGood = attempts.findLast(({ outcome }) => outcome !== 'failed');
  const isPartial = last.some(
    ({ source, outcome }) => outcome === 'warnings' || (outcome === 'failed' && source !== lastGood?.source),
  );
  return isPartial ? 'warnings' : 'success';
}

/** How many backups so many attempts are (pure): runs where they are told, else the copies of the location that has most. */
export function countBackups(attempts: readonly Attempt[]): number {
  const counts = new Map<string, number>();
  for (const { source } of attempts) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts.get('run') ?? Math.max(0, ...counts.values());
}
