import type { DrillFact, JobFacts } from './facts.ts';
import { restorableAt } from './restorable.ts';
import type { Policy } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** Verification, drills, and how much would be lost and how long a restore takes. */
export function judgeProof(
  policy: Policy,
  facts: JobFacts,
  { now, watched }: { now: number; watched: JobFacts },
): BackupVerdict[] {
  return [
    verification(policy, facts, now),
    ...damages(policy, watched),
    ...(policy.drillEveryMs === null ? [] : [drillOverdue(policy, policy.drillEveryMs, facts, now)]),
    drillFailed(policy, facts),
    ...(policy.rpoMs === null ? [] : [rpo(policy, policy.rpoMs, facts, now)]),
    ...(policy.rtoMs === null ? [] : [rto(policy, policy.rtoMs, facts)]),
  ];
}

/**
 * Damage that was found at a place is told whether or not anybody asks for verification: what its tool says is there now, and what the last verification found that was reported, until the tool
 * itself has found none later.
 */
function damages(policy: Policy, { locations, verifications }: JobFacts): BackupVerdict[] {
  const told = locations.map(({ location, isSound, verifiedAt, at }) => ({
    location,
    isSound,
    at: verifiedAt ?? at,
    isVerified: verifiedAt !== null,
  }));
  const names = new Set([...told, ...verifications].map(({ location }) => location));
  return [...names].map((about) => {
    const own = told.find(({ location }) => location === about);
    const reported = verifications.find(({ location }) => location === about);
    const isOver = own?.isVerified === true && own.isSound && own.at > (reported?.at ?? own.at);
    const found = [own, isOver ? undefined : reported].flatMap((one) =>
      one?.isSound === false ? [one.at] : [],
    );
    return found.length === 0
      ? well('verification', { about })
      : broken(policy, 'verification', Math.min(...found), { about });
  });
}

function verification(
  policy: Policy,
  { locations, verifications, firstSeenAt }: JobFacts,
  now: number,
): BackupVerdict {
  if (policy.verifyEveryMs === null) return well('verification');
  const moments = [
    ...locations.map(({ verifiedAt }) => verifiedAt ?? 0),
    ...verifications.map(({ at }) => at),
  ];
  const last = Math.max(firstSeenAt, ...moments);
  return aged(policy, 'verification', { last, until: last + policy.verifyEveryMs, now });
}

function drillOverdue(
  policy: Policy,
  everyMs: number,
  { drills, firstSeenAt }: JobFacts,
  now: number,
): BackupVerdict {
  const last = lastPassed(drills)?.endedAt ?? firstSeenAt;
  return aged(policy, 'drill-overdue', { last, until: last + everyMs + policy.drillGraceMs, now });
}

function lastPassed(drills: JobFacts['drills']): DrillFact | undefined {
  return drills.findLast(({ outcome }) => outcome === 'passed');
}

function drillFailed(policy: Policy, { drills }: JobFacts): BackupVerdict {
  const last = drills.at(-1);
  return last?.outcome === 'failed' ? broken(policy, 'drill-failed', last.endedAt) : well('drill-failed');
}

function rpo(policy: Policy, rpoMs: number, facts: JobFacts, now: number): BackupVerdict {
  const last = restorableAt(facts) ?? facts.firstSeenAt;
  return aged(policy, 'rpo', { last, until: last + rpoMs, now });
}

function rto(policy: Policy, rtoMs: number, { drills }: JobFacts): BackupVerdict {
  const last = lastPassed(drills);
  if (last === undefined) return well('rto');
  const tookMs = last.endedAt - last.startedAt;
  const figure = { unit: 'seconds', value: Math.round(tookMs / 1000), limit: rtoMs / 1000 } as const;
  return tookMs > rtoMs ? broken(policy, 'rto', last.endedAt, figure) : well('rto', figure);
}

function aged(
  policy: Policy,
  check: 'verification' | 'drill-overdue' | 'rpo',
  { last, until, now }: { last: number; until: number; now: number },
): BackupVerdict {
  const figure = {
    unit: 'seconds',
    limit: Math.round((until - last) / 1000),
    value: Math.round((now - last) / 1000),
  } as const;
  return now < until ? well(check, { ...figure, next: until }) : broken(policy, check, until, figure);
}
