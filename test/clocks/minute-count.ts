import { isOpenAt, type PlainCalendar } from './plain-calendar.ts';

/**
 * Counts a case's clocks minute by minute, in the plainest way, to hold what the program says against. It shares nothing with it: it reads records and logs as
 * people write them. All times are whole minutes since 1970.
 */

/** A promise: minutes, on a calendar (null = at all hours), with another for rounds that begin outside `ofHours`. */
export interface PlainPromise {
  minutes: number;
  calendar: PlainCalendar | null;
  outside?: { minutes: number; calendar: PlainCalendar | null; ofHours: PlainCalendar | null };
}

/** What holds for a case. */
export interface PlainTerms {
  promise(target: string, severity: string, category: string): PlainPromise | undefined;
  warnings: readonly number[];
  pauses(target: string, reason: string): boolean;
}

/** A line of a log. */
export interface PlainEvent {
  minute: number;
  kind: string;
  severity?: string;
  category?: string;
  reason?: string;
  until?: number | null;
  /** A note that a person wrote for the customer. */
  isProgress?: boolean;
  terms?: PlainTerms;
}

/** A warning (or breach, 100) and its moment. */
export interface Spoken {
  target: string;
  percent: number;
  minute: number;
}

/** How a clock stands at the end. */
export interface Counted {
  due: number | null;
  stopped: number | null;
  isBreached: boolean;
  /** Minutes that are left until it is due, and on which calendar they count. */
  left: number;
  calendar: PlainCalendar | null;
}

/** How long a clock's rounds counted and stood still. */
export interface Measured {
  /** What its first round counted; null where nothing was promised for it. */
  first: number | null;
  /** What all of them counted; null where nothing was promised. */
  counted: number | null;
  /** How long they stood still, and how much of that would have counted. */
  waited: number;
  waitedOpen: number;
}

interface Round {
  since: number;
  /** Minute at which so many had been counted. */
  reached: number[];
  limit: number | null;
  last: PlainPromise | undefined;
  stopped: number | null;
  /** Since when nothing is promised. */
  withdrawn: number | null;
  told: Set<number>;
  changed: number;
  waited: number;
  waitedOpen: number;
}

const NAMES = ['respond', 'diagnose', 'on-site', 'resolve', 'update'];
const ENDS = new Set(['resolved', 'confirmed', 'closed', 'cancelled', 'merged']);
/** Nobody has the case any more, so nobody waits for anything. */
const BACK_TO_OPEN = new Set(['given-back', 'worsened', 'reopened']);

/** Walks through a case's life to `end`; gives each clock that is promised or was missed, all that was said, and what each clock counted. */
export function countMinutes(
  events: readonly PlainEvent[],
  end: number,
): { clocks: Map<string, Counted>; spoken: Spoken[]; measured: Map<string, Measured> } {
  const start = events[0]?.minute ?? 0;
  let severity = '';
  let category = '';
  let terms: PlainTerms | undefined;
  let held: { reason: string; until: number | null } | null = null;
  /** What is told of a clock, in its order. */
  let percents: number[] = [];
  /** The rounds that are counted. */
  let live: [string, Round][] = [];
  const rounds = new Map<string, Round[]>(NAMES.map((name) => [name, []]));
  const spoken: Spoken[] = [];
  const current = (name: string) => rounds.get(name)?.at(-1);
  const running = (name: string) => {
    const round = current(name);
    return round !== undefined && round.stopped === null ? round : undefined;
  };
  const begin = (name: string, minute: number) => {
    if (running(name) === undefined)
      rounds.get(name)?.push({
        since: minute,
        reached: [],
        limit: null,
        last: undefined,
        stopped: null,
        withdrawn: null,
        told: new Set(),
        changed: Number.NEGATIVE_INFINITY,
        waited: 0,
        waitedOpen: 0,
      });
  };
  const stop = (name: string, minute: number) => {
    const round = running(name);
    if (round !== undefined) round.stopped = minute;
  };

  /** What the round must keep now. */
  function grade(name: string, minute: number): void {
    const round = running(name);
    if (round === undefined) return;
    const promise = terms?.promise(name, severity, category);
    const { outside } = promise ?? {};
    const chosen = outside !== undefined && !isOpenAt(outside.ofHours, round.since) ? outside : promise;
    round.limit = chosen?.minutes ?? null;
    round.withdrawn = chosen === undefined ? (round.withdrawn ?? minute) : null;
    if (chosen !== undefined) round.last = { minutes: chosen.minutes, calendar: chosen.calendar };
  }

  function apply(event: PlainEvent): void {
    const { minute, kind } = event;
    if (kind === 'opened') ({ severity = '', category = '', terms } = event);
    if (BACK_TO_OPEN.has(kind)) held = null;
    if (ENDS.has(kind)) {
      for (const name of NAMES) stop(name, minute);
      held = null;
    }
    if (kind === 'acknowledged') stop('respond', minute);
    if (kind === 'diagnosed') stop('diagnose', minute);
    if (kind === 'on-site-arrived') stop('on-site', minute);
    if (event.isProgress === true) {
      stop('update', minute);
      begin('update', minute);
    }
    if (kind === 'opened' || kind === 'reopened') {
      for (const name of ['respond', 'diagnose', 'update']) begin(name, minute);
      const resolving = current('resolve');
      if (resolving === undefined) begin('resolve', minute);
      else resolving.stopped = null;
    }
    if (kind === 'worsened' || kind === 'given-back' || kind === 'unassigned') begin('respond', minute);
    if (kind === 'on-site-needed') begin('on-site', minute);
    if (kind === 'held') {
      const until = event.until ?? null;
      held = until !== null && until <= minute ? null : { reason: event.reason ?? '', until };
    }
    if (kind === 'resumed') held = null;
    if (kind === 'severity-changed' || kind === 'severity-raised' || kind === 'terms') {
      severity = event.severity ?? severity;
      terms = event.terms ?? terms;
      for (const name of NAMES) {
        const round = running(name);
        if (round !== undefined) round.changed = minute;
      }
    }
    percents = [...(terms?.warnings ?? []), 100].toSorted((a, b) => a - b);
    for (const name of NAMES) grade(name, minute);
    live = NAMES.flatMap((name): [string, Round][] => {
      const round = running(name);
      return round === undefined || round.limit === null ? [] : [[name, round]];
    });
  }

  /** Tells what has been reached and not been told. */
  function speak(now: number): void {
    for (const [name, round] of live) {
      if (round.limit === null || round.told.has(100)) continue;
      for (const percent of percents) {
        const minute = reachedAt(round, (round.limit * percent) / 100);
        if (round.told.has(percent) || minute === undefined || minute > now) continue;
        if (percent < 100 && minute <= round.changed) continue;
        round.told.add(percent);
        spoken.push({ target: name, percent, minute });
      }
    }
  }

  let next = 0;
  for (let now = start; now <= end; now++) {
    if (held !== null && (held as { until: number | null }).until === now) held = null;
    speak(now);
    for (let event = events[next]; event?.minute === now; event = events[++next]) {
      apply(event);
      speak(now);
    }
    for (const [name, round] of live) {
      if (round.last === undefined) continue;
      const hold = held as { reason: string } | null;
      const isOpen = isOpenAt(round.last.calendar, now);
      if (hold !== null && terms?.pauses(name, hold.reason) === true) {
        round.waited++;
        if (isOpen) round.waitedOpen++;
      } else if (isOpen) round.reached[Math.max(1, round.reached.length)] = now + 1;
    }
  }
  const clocks = new Map(NAMES.flatMap((name) => resultOf(rounds.get(name) ?? [], name)));
  const measured = new Map(NAMES.map((name) => [name, measuredOf(rounds.get(name) ?? [])]));
  return { clocks, spoken, measured };
}

function measuredOf(rounds: readonly Round[]): Measured {
  const minutesOf = (round: Round | undefined) =>
    round?.last === undefined ? null : Math.max(0, round.reached.length - 1);
  const sum = (of: (round: Round) => number) => rounds.reduce((all, round) => all + of(round), 0);
  return {
    first: minutesOf(rounds[0]),
    counted: rounds.some(({ last }) => last !== undefined) ? sum((round) => minutesOf(round) ?? 0) : null,
    waited: sum(({ waited }) => waited),
    waitedOpen: sum(({ waitedOpen }) => waitedOpen),
  };
}

function resultOf(rounds: readonly Round[], name: string): [string, Counted][] {
  const current = rounds.at(-1);
  const shown = current !== undefined && current.limit !== null ? current : rounds.findLast(isLate);
  if (shown?.last === undefined) return [];
  const due = shown.reached[shown.last.minutes] ?? null;
  const { minutes, calendar } = shown.last;
  const left = Math.max(0, minutes - Math.max(0, shown.reached.length - 1));
  const stopped = shown.stopped ?? shown.withdrawn;
  return [[name, { due, stopped, isBreached: rounds.some(isLate), left, calendar }]];
}

/** When so many minutes had been counted; a part of one lies in the minute that completes it. */
function reachedAt({ reached }: Round, minutes: number): number | undefined {
  const whole = Math.ceil(minutes);
  const end = reached[whole];
  return end === undefined ? undefined : end - (whole - minutes);
}

function isLate({ told, last, reached, stopped }: Round): boolean {
  const due = last === undefined ? undefined : reached[last.minutes];
  return told.has(100) || (due !== undefined && stopped !== null && stopped > due);
}
