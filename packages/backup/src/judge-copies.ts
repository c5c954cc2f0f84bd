import type { JobFacts, LocationFact, Spread } from './facts.ts';
import { AHEAD_MS, aheadBy, copyTime } from './judge-runs.ts';
import type { Policy } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';
import { holdsUntil } from './watched.ts';

const DAY_MS = 86_400_000;
const MOST_WALKED = 100;

/** Copies by kind, 3-2-1, retention, what is incomplete, clocks that are ahead; the last three of places that somebody looks at. */
export function judgeCopies(
  policy: Policy,
  facts: JobFacts,
  { now, watched }: { now: number; watched: JobFacts },
): BackupVerdict[] {
  return [
    ...policy.copies.map((wanted) => kindOf(policy, wanted, facts, now)),
    ...(policy.threeTwoOneMs === null ? [] : [threeTwoOne(policy, policy.threeTwoOneMs, facts, now)]),
    ...watched.locations.flatMap((one) => [
      incomplete(policy, one, now),
      ahead(policy, one),
      ...(policy.retention === null ? [] : [retention(policy, policy.retention, { one, facts, now })]),
    ]),
  ];
}

/**
 * When what a location has becomes too old; what is not whole is no copy. A place that has none has had none since it was looked at; one that never had any is given as long as a copy may be old, as a
 * place that nobody has seen. Once nobody looks at it any more it is too old in any case.
 */
function goodUntil(
  policy: Policy,
  one: LocationFact,
  { facts, maxAgeMs }: { facts: JobFacts; maxAgeMs: number },
): number {
  const { snapshots, firstSeenAt } = facts;
  const made = one.count === 0 || one.newest?.complete === 'no' ? null : copyTime(one.newest, one.at);
  if (made !== null) return Math.min(made + maxAgeMs, holdsUntil(policy, one, facts));
  const wasUsed = snapshots.some(({ location }) => location === one.location);
  return wasUsed ? one.at : firstSeenAt + maxAgeMs;
}

function kindOf(
  policy: Policy,
  { kind, maxAgeMs, least }: Policy['copies'][number],
  facts: JobFacts,
  now: number,
): BackupVerdict {
  const { locations, firstSeenAt } = facts;
  const own = locations.filter((one) => one.kind === kind);
  const full = own.filter(({ count }) => count >= least);
  // A young job has as many as it has had runs.
  const grownAt = full.length === 0 && own.length > 0 ? nthRun(policy, firstSeenAt, least) : now;
  const enough = now < grownAt ? own : full;
  // Where none of the kind was ever seen, the job is given as long as a copy may be old.
  const until = Math.max(
    ...(own.length === 0 ? [firstSeenAt + maxAgeMs] : enough.length === 0 ? own.map((one) => one.at) : []),
    ...enough.map((one) => goodUntil(policy, one, { facts, maxAgeMs })),
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
    ? well('copies', { ...figure, next: now < grownAt ? Math.min(until, grownAt) : until })
    : broken(policy, 'copies', Math.min(until, now), figure);
}

function threeTwoOne(policy: Policy, maxAgeMs: number, facts: JobFacts, now: number): BackupVerdict {
  const { locations, firstSeenAt } = facts;
  const moments = locations.map((one) => ({
    until: goodUntil(policy, one, { facts, maxAgeMs }),
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
  const good = moments.filter((one) => now < one.until);
  const figure = { unit: 'count', limit: 3, value: 1 + good.length } as const;
  if (now < until) return well('three-two-one', { ...figure, next: until });
  const lacks = {
    places: Math.max(0, 2 - good.length),
    away: good.every(({ isLocal }) => isLocal),
    old: locations.filter((_, at) => now >= (moments[at]?.until ?? now)).map(({ location }) => location),
  };
  return broken(policy, 'three-two-one', until, { ...figure, lacks });
}

/** One without an end may still be being made, for as long as a run may last. */
function incomplete(policy: Policy, one: LocationFact, now: number): BackupVerdict {
  const about = one.location;
  const unusable = one.newest?.complete === 'no' ? one.newest : one.unusable;
  const made = copyTime(unusable, one.at);
  if (unusable === null || made === null || aheadBy(unusable, one.at) > AHEAD_MS)
    return well('incomplete', { about });
  const since = unusable.endedAt === null ? made + policy.maxRunMs : made;
  return now < since
    ? well('incomplete', { about, next: since })
    : broken(policy, 'incomplete', since, { about });
}

/** A copy that is from the future by little is the newest; one by more is told as unusable, since it would hide that no others come. */
function ahead(policy: Policy, { location, newest, unusable, at }: LocationFact): BackupVerdict {
  const by = Math.max(aheadBy(newest, at), aheadBy(unusable, at));
  const figure = {
    about: location,
    unit: 'seconds',
    value: Math.round(by / 1000),
    limit: AHEAD_MS / 1000,
  } as const;
  return by > AHEAD_MS ? broken(policy, 'clock', at, figure) : well('clock', figure);
}

/** A young job cannot have what an old one must: it is asked once it has had the runs and the days. */
function retention(
  policy: Policy,
  { least, oldestMs, spread, grownMs }: NonNullable<Policy['retention']>,
  { one, facts, now }: { one: LocationFact; facts: JobFacts; now: number },
): BackupVerdict {
  const about = one.location;
  const lacking = one.count < least;
  // Of copies that are so far apart the oldest that is kept is up to so much younger than a round age.
  const slack = () => Math.max(DAY_MS, nthRun(policy, now, 2) - nthRun(policy, now, 1));
  const isOld = oldestMs === 0 || one.oldestAt === null || now - one.oldestAt >= oldestMs - DAY_MS;
  const oldAt = isOld ? now : (one.oldestAt ?? 0) + oldestMs - slack();
  const gap = gapOf(one, spread);
  if (!lacking && now >= oldAt && gap === undefined) return well('retention', { about });
  const next = Math.max(facts.firstSeenAt + grownMs, nthRun(policy, facts.firstSeenAt, least));
  if (now < next) return well('retention', { about, next });
  if (lacking)
    return broken(policy, 'retention', one.at, { about, unit: 'count', value: one.count, limit: least });
  if (now >= oldAt && gap !== undefined) return broken(policy, 'retention', one.at, { about, ...gap });
  const oldMs = now - (one.oldestAt ?? now);
  const figure = { about, unit: 'seconds', value: Math.round(oldMs / 1000), limit: oldestMs / 1000 } as const;
  return broken(policy, 'retention', one.at, { ...figure, next: oldAt });
}

const PERIODS = ['months', 'weeks', 'days'] as const;
/** Two runs about midnight can be of one day. */
const TOGETHER = { days: 1, weeks: 0, months: 0 };

/** Of which periods too few have a copy, the longest first; of an agent that does not tell it is none. */
function gapOf(
  { spread }: LocationFact,
  wanted: Spread,
): { unit: keyof Spread; value: number; limit: number } | undefined {
  if (spread === null) return undefined;
  const unit = PERIODS.find((one) => spread[one] < wanted[one] - TOGETHER[one]);
  return unit === undefined ? undefined : { unit, value: spread[unit], limit: wanted[unit] };
}

/** When so many runs must have come since a moment. Schedules repeat within so many runs: more are reckoned from those. */
function nthRun({ schedule, randomDelayMs, graceMs }: Policy, from: number, count: number): number {
  const walked = Math.min(count, MOST_WALKED);
  let at = from;
  for (let run = 0; run < walked; run++) {
    const next = schedule.after(at);
    if (next === null) break;
    at = next;
  }
  return from + ((at - from) * count) / walked + randomDelayMs + graceMs;
}
