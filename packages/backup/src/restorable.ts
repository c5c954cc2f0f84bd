import type { JobFacts } from './facts.ts';
import { copyTime } from './judge-runs.ts';

/**
 * The moment of the newest data that a restore would bring back; null when there is none. Where a tool was asked what is there, its word counts and not that of the run; data is as old
 * as the begin of what saved it.
 */
export function restorableAt({ runs, locations }: JobFacts): number | null {
  const copies = locations.filter(
    ({ newest, count }) => count > 0 && newest !== null && newest.complete !== 'no',
  );
  const moments =
    locations.length > 0
      ? copies.flatMap(
          ({ newest, at }) =>
            copyTime(
              newest && { startedAt: newest.startedAt, endedAt: newest.startedAt ?? newest.endedAt },
              at,
            ) ?? [],
        )
      : runs
          .filter(({ outcome }) => outcome === 'success' || outcome === 'warnings')
          .map(({ startedAt, endedAt }) => startedAt ?? endedAt);
  return moments.length === 0 ? null : Math.max(...moments);
}
