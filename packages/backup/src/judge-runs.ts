import type { JobFacts, RunFact } from './facts.ts';
import type { Policy } from './policy.ts';
import { type BackupVerdict, broken, well } from './verdict.ts';

/** An end so much before the expected moment counts for it: clocks differ, timers fire early. Of a short schedule a tenth of its step. */
export const EARLY_MS = 300_000;
/** Once a host is heard again, what it has kept is given this time to arrive. */
const SETTLE_MS = 900_000;

/** What is expected of a job, and what has come of it. Times in Unix milliseconds. */
export interface Expectation {
  state: 'waiting' | 'late' | 'running' | 'unheard' | 'missed' | 'over';
  /** The moment that nothing has come for yet; null when none comes any more. */
  expectedAt: number | null;
  /** What comes later than this is missed. */
  deadline: number | null;
  /** When the state may change though nothing is told. */
  next: number | null;
  /** When it was last tried. */
  triedAt: number;
}

/** Something that shows that somebody or something tries. */
interface Tried {
  at: number;
  /** When it began; null when nobody says. */
  startedAt: number | null;
}

/** The newest of all that shows it: an end of any kind, a copy of any state; else when the job was first heard of. */
function lastTried({ runs, locations, firstSeenAt }: JobFacts): Tried {
  const run = runs.at(-1);
  let last = run && triedBy(run);
  for (const { newest, unusable, at } of locations)
    for (const one of [newest, aheadBy(unusable, at) > AHEAD_MS ? null : unusable]) {
      const made = copyTime(one, at);
      if (made !== null && (last === undefined || made > last.at))
        last = { at: made, startedAt: one?.startedAt ?? null };
    }
  return last ?? { at: firstSeenAt, startedAt: null };
}

/** When a run broke off nobody knows: it is told when that is seen, which may be days later. That it began is sure. */
function triedBy({ startedAt, endedAt, outcome }: RunFact): Tried {
  return { at: outcome === 'interrupted' ? (startedAt ?? endedAt) : endedAt, startedAt };
}

const NOTHING_OPEN: readonly number[] = [];

/** A place's clock may be ahead by this much. */
export const AHEAD_MS = 300_000;

/** By how much a copy is from the future, milliseconds. */
export function aheadBy(
  one: { endedAt: number | null; startedAt: number | null } | null,
  seenAt: number,
): number {
  return (one?.endedAt ?? one?.startedAt ?? seenAt) - seenAt;
}

/** When a copy was made; never after it was seen, whatever the clock of its place says. */
export function copyTime(
  newest: { endedAt: number | null; startedAt: number | null } | null,
  seenAt: number,
): number | null {
  const made = newest?.endedAt ?? newest?.startedAt ?? null;
  return made === null ? null : Math.min(made, seenAt);
}

/**
 * Whether what the schedule expects has come (pure). A failed run is one that has come. A run under way is not missed as long as it may last, and one that is stuck after that has come, too; and while the
 * host is not heard, nothing is known, for as long as the policy lets its silence speak.
 */
export function expectationOf(policy: Policy, facts: JobFacts, now: number): Expectation {
  const tried = lastTried(facts);
  const expected = { ...expectedFrom(policy, facts, { tried, now }), triedAt: tried.at };
  const stuck = openSince(facts).findLast((at) => at > tried.at && at < (expected.deadline ?? at));
  const isOver = expected.state === 'missed' || expected.state === 'unheard';
  if (!isOver || stuck === undefined) return expected;
  return {
    ...expectedFrom(policy, facts, { tried: { at: stuck, startedAt: stuck }, now }),
    triedAt: tried.at,
  };
}

function expectedFrom(
  policy: Policy,
  facts: JobFacts,
  { tried, now }: { tried: Tried; now: number },
): Omit<Expectation, 'triedAt'> {
  const expectedAt = expectedAfter(policy, tried);
  if (expectedAt === null) return { state: 'over', expectedAt, deadline: null, next: null };
  const deadline = expectedAt + policy.randomDelayMs + policy.graceMs;
  const known = { expectedAt, deadline };
  if (now < expectedAt) return { ...known, state: 'waiting', next: expectedAt };
  if (now < deadline) return { ...known, state: 'late', next: deadline };
  const runsUntil = Math.max(
    0,
    ...openSince(facts)
      .filter((at) => at < deadline)
      .map((at) => at + policy.maxRunMs),
  );
  if (now < runsUntil) return { ...known, state: 'running', next: runsUntil };
  const toldBy = toldUntil(policy, facts, deadline);
  return now < toldBy
    ? { ...known, state: 'unheard', next: toldBy }
    : { ...known, state: 'missed', next: null };
}

/** The next of the schedule; one that was about to come when something came is that one, unless what came had begun long before. */
function expectedAfter(policy: Policy, { at, startedAt }: Tried): number | null {
  const { schedule } = policy;
  const first = schedule.after(at);
  if (first === null) return null;
  return first - (startedAt ?? at) <= earlyMs(policy, first) ? schedule.after(first) : first;
}

/** How much before a moment of the schedule an end counts for it. */
export function earlyMs({ schedule }: Pick<Policy, 'schedule'>, moment: number): number {
  const next = schedule.after(moment);
  return Math.min(EARLY_MS, next === null ? EARLY_MS : (next - moment) / 10);
}

/** Until when what was due at a moment may still be told. */
function toldUntil({ whileSilentMs }: Policy, { heard }: JobFacts, due: number): number {
  const latest = due + whileSilentMs;
  return heard.is ? Math.max(due, Math.min(latest, heard.since + SETTLE_MS)) : latest;
}

/** Missed, failed, with warnings, stuck. */
export function judgeRuns(
  policy: Policy,
  facts: JobFacts,
  { now, expectation, watched }: { now: number; expectation: Expectation; watched: JobFacts },
): BackupVerdict[] {
  const last = facts.runs.at(-1);
  return [
    missed(policy, expectation, now - expectation.triedAt),
    ...ends(policy, watched, last),
    stuck(policy, facts, now),
  ];
}

function missed(policy: Policy, { state, deadline, next }: Expectation, sinceTriedMs: number): BackupVerdict {
  const figure = { unit: 'seconds', next } as const;
  if (state === 'unheard') return well('missed', { ...figure, isKnown: false });
  if (state !== 'missed' || deadline === null) return well('missed', figure);
  return broken(policy, 'missed', deadline, { ...figure, value: Math.round(sinceTriedMs / 1000) });
}

function ends(policy: Policy, { locations }: JobFacts, last: RunFact | undefined): BackupVerdict[] {
  const isBad = last?.outcome === 'failed' || last?.outcome === 'interrupted';
  const partial = locations.find(({ newest }) => newest?.complete === 'warnings');
  const since =
    last?.outcome === 'warnings'
      ? last.endedAt
      : partial && (copyTime(partial.newest, partial.at) ?? partial.at);
  return [
    isBad ? broken(policy, 'failed', last.endedAt) : well('failed'),
    since === undefined ? well('warnings') : broken(policy, 'warnings', since),
  ];
}

/**
 * When runs began that still go on. One that nobody looks after counts until a later one has ended well: its end was lost, by a host that went down or a ping that did
 * not arrive.
 */
export function openSince({ open, runs }: JobFacts): readonly number[] {
  if (open.length === 0) return NOTHING_OPEN;
  const good = runs.findLast(({ outcome }) => outcome === 'success' || outcome === 'warnings');
  const over = good === undefined ? Number.NEGATIVE_INFINITY : (good.startedAt ?? good.endedAt);
  return open
    .filter(({ startedAt, isWatched }) => isWatched || startedAt > over)
    .map(({ startedAt }) => startedAt);
}

/** Any run that goes on for too long, also where a later one has ended. */
function stuck(policy: Policy, facts: JobFacts, now: number): BackupVerdict {
  const [first] = openSince(facts);
  if (first === undefined) return well('stuck');
  const since = first + policy.maxRunMs;
  const figure = { unit: 'seconds', limit: policy.maxRunMs / 1000 } as const;
  if (now < since) return well('stuck', { ...figure, next: since });
  const toldBy = toldUntil(policy, facts, since);
  if (now < toldBy) return well('stuck', { ...figure, next: toldBy, isKnown: false });
  return broken(policy, 'stuck', since, { ...figure, value: Math.round((now - first) / 1000) });
}
