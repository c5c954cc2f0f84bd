import type { JobFacts, LocationFact } from './facts.ts';
import { copyTime } from './judge-runs.ts';
import type { Policy } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** A place's clock may be ahead by this much. */
const AHEAD_MS = 300_000;
const DAY_MS = 86_400_000;

/** Copies by kind, 3-2-1, retention, what is incomplete, clocks that are ahead. */
export function judgeCopies(policy: Policy, facts: JobFacts, now: number): BackupVerdict[] {
  return [
    ...policy.copies.map((wanted) => kindOf(policy, wanted, facts, now)),
    ...(policy.threeTwoOneMs === null ? [] : [threeTwoOne(policy, policy.threeTwoOneMs, facts, now)]),
    ...facts.locations.flatMap((one) => [
      incomplete(policy, one),
      ahead(policy, one),
      ...(policy.retention === null ? [] : [retention(policy, policy.retention, { one, facts, now })]),
    ]),
  ];
}

/** When what a location has becomes too old; what is not whole is no copy. A place that has none has had none since it was looked at. */
function goodUntil(one: LocationFact, maxAgeMs: number): number {
  const made = one.count === 0 || one.newest?.complete === 'no' ? null : copyTime(one.newest, one.at);
  return made === null ? one.at : made + maxAgeMs;
}

function kindOf(
  policy: Policy,
  { kind, maxAgeMs, least }: Policy['copies'][number],
  { locations, firstSeenAt }: JobFacts,
  now: number,
): BackupVerdict {
  const own = locations.filter((one) => one.kind === kind);
  const enough = own.filter(({ count }) => count >= least);
  // Where none of the kind was ever seen, the job is given as long as a copy may be old.
  const until = Math.max(
    ...(own.length === 0 ? [firstSeenAt + maxAgeMs] : own.map((one) => one.at)),
    ...enough.map((one) => goodUntil(one, maxAgeMs)),
  );
  const made = Math.max(0, ...own.map((one) => copyTime(one.newest, one.at) ?? 0));
  const figure = {
    about: kind,
    unit: 'seconds',
    limit: maxAgeMs / 1000,
    value: made === 0 ? null : Math.round((now - made) / 1000),
  } as const;
  const isGood = (own.length === 0 || enough.length > 0) && now < until;
  return isGood
    ? well('copies', { ...figure, next: until })
    : broken(policy, 'copies', Math.min(until, now), figure);
}

function threeTwoOne(
  policy: Policy,
  maxAgeMs: number,
  { locations, firstSeenAt }: JobFacts,
  now: number,
): BackupVerdict {
  const moments = locations.map((one) => ({
    until: goodUntil(one, maxAgeMs),
    isLocal: one.kind === 'local',
  }));
  const second = moments.map(({ until }) => until).toSorted((a, b) => b - a)[1];
  const away = Math.max(
    ...moments.filter(({ isLocal }) => !isLocal).map(({ until }) => until),
    Number.NEGATIVE_INFINITY,
  );
  // Where there never were enough places, the job is given as long as a copy may be old.
  const until =
    second === undefined || away === Number.NEGATIVE_INFINITY
      ? firstSeenAt + maxAgeMs
      : Math.min(second, away);
  const value = 1 + moments.filter((one) => now < one.until).length;
  const figure = { unit: 'count', limit: 3, value } as const;
  if (now < until) return well('three-two-one', { ...figure, next: until });
  return broken(policy, 'three-two-one', until, figure);
}

function incomplete(policy: Policy, { location, newest, at }: LocationFact): BackupVerdict {
  const about = location;
  if (newest?.complete === 'no') return broken(policy, 'incomplete', copyTime(newest, at) ?? at, { about });
  return well('incomplete', { about });
}

function ahead(policy: Policy, { location, newest, at }: LocationFact): BackupVerdict {
  const by = (newest?.endedAt ?? newest?.startedAt ?? at) - at;
  const figure = {
    about: location,
    unit: 'seconds',
    value: Math.round(by / 1000),
    limit: AHEAD_MS / 1000,
  } as const;
  return by > AHEAD_MS ? broken(policy, 'clock', at, figure) : well('clock', figure);
}

/** A young job cannot have what an old one must: it is asked for as many copies and as old ones as it has had days. */
function retention(
  policy: Policy,
  { least, oldestMs }: NonNullable<Policy['retention']>,
  { one, facts, now }: { one: LocationFact; facts: JobFacts; now: number },
): BackupVerdict {
  const about = one.location;
  const next = Math.max(
    facts.firstSeenAt + oldestMs,
    facts.firstSeenAt + least * stepMs(policy, facts.firstSeenAt),
  );
  if (now < next) return well('retention', { about, next });
  if (one.count < least)
    return broken(policy, 'retention', one.at, { about, unit: 'count', value: one.count, limit: least });
  if (one.oldestAt === null || oldestMs === 0) return well('retention', { about });
  // Copies are made at their own time of day: up to a day is missing to a round age.
  const oldMs = now - one.oldestAt;
  if (oldMs >= oldestMs - DAY_MS) return well('retention', { about });
  const figure = { about, unit: 'seconds', value: Math.round(oldMs / 1000), limit: oldestMs / 1000 } as const;
  return broken(policy, 'retention', one.at, { ...figure, next: one.oldestAt + oldestMs - DAY_MS });
}

function stepMs({ schedule }: Policy, from: number): number {
  const first = schedule.after(from);
  const second = first === null ? null : schedule.after(first);
  return first === null || second === null ? DAY_MS : second - first;
}
