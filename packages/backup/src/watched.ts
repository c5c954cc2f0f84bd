import { OFFLINE_TIMES } from '@watchcase/api';
import type { JobFacts, LocationFact } from './facts.ts';
import type { Policy } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** An agent looks at each place again soon after it has started. */
const LOOK_AGAIN_MS = 6 * 3_600_000;
/** For so long somebody is told; then the place is history. */
const TOLD_MS = 30 * 86_400_000;

/** Until when what a place was found to have holds; while its host is not heard, nobody can look. */
export function holdsUntil(policy: Policy, one: LocationFact, { heard }: JobFacts): number {
  if (!heard.is) return Number.POSITIVE_INFINITY;
  return Math.max(one.at + watchedForMs(policy, one), heard.since + LOOK_AGAIN_MS);
}

function watchedForMs(policy: Policy, { kind }: LocationFact): number {
  return policy.watchedForMs * (kind === 'offline' ? OFFLINE_TIMES : 1);
}

/** The facts without places that nobody has looked at for too long (pure): what they had is nobody's word any more. */
export function watchedOnly(policy: Policy, facts: JobFacts, now: number): JobFacts {
  const isWatched = (one: LocationFact) => now < holdsUntil(policy, one, facts);
  return facts.locations.every(isWatched)
    ? facts
    : { ...facts, locations: facts.locations.filter(isWatched) };
}

/** Places that nobody looks at any more: their tool cannot be asked, or no agent is told to (pure). */
export function judgeWatched(policy: Policy, facts: JobFacts, now: number): BackupVerdict[] {
  return facts.locations.map((one) => {
    const about = one.location;
    const until = holdsUntil(policy, one, facts);
    if (until === Number.POSITIVE_INFINITY) return well('unwatched', { about, isKnown: false });
    if (now < until) return well('unwatched', { about, next: until });
    const forgotten = until + TOLD_MS;
    if (now >= forgotten) return well('unwatched', { about });
    const figure = { unit: 'seconds', limit: watchedForMs(policy, one) / 1000 } as const;
    const value = Math.round((now - one.at) / 1000);
    return broken(policy, 'unwatched', until, { about, ...figure, value, next: forgotten });
  });
}
