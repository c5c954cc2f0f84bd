import { readFileSync } from 'node:fs';
import { serviceTime, shippedCalendars } from '@watchcase/calendar';
import { type ClockEvent, clocksOf, presets, type ResolveTerms, termsBefore, termsOf } from '@watchcase/sla';
import { parse } from 'yaml';
import { countMinutes, type PlainEvent, type Spoken } from './minute-count.ts';
import { plainTerms } from './plain-desk.ts';
import { play } from './play-log.ts';

/**
 * A case's life and what its clocks come to, as people would write it down. Times are those of `zone`; of an hour that comes twice the first is meant. Lines of
 * `log`: `time kind …`; of `clocks`: `target due … state`; of `said`: every warning and breach with its moment.
 */
export interface ClockCase {
  name: string;
  /** A preset and the contract's calendar. */
  terms: string;
  zone: string;
  log: string[];
  /** When somebody looks at it. */
  until: string;
  clocks: string[];
  said: string[];
}

const MIN = 60_000;

/** Reads a file of clock cases. */
export function readClockCases(file: URL): ClockCase[] {
  return parse(readFileSync(file, 'utf8')) as ClockCase[];
}

const calendars = Object.values({
  ...shippedCalendars,
  ny: { id: 'ny', zone: 'America/New_York', hours: { 'mon-fri': ['09:00-17:00'] } },
  'ny-nights': {
    id: 'ny-nights',
    zone: 'America/New_York',
    hours: { 'mon-fri': ['22:00-24:00'], 'sat-sun': ['00:00-06:00', '22:00-24:00'] },
  },
}).map(serviceTime);

/** What the program makes of it: the same words. */
export function judge({ terms, zone, log, until }: ClockCase): { clocks: string[]; said: string[] } {
  const resolve: ResolveTerms = (ref) => {
    if (ref === undefined) return termsBefore;
    const policy = presets[ref.policy.id];
    if (policy === undefined) throw new Error(`no preset ${ref.policy.id}`);
    const business = calendars.find(({ id }) => id === ref.calendars[0]?.id);
    return termsOf(policy, { version: 1, business, calendars, travelAllowanceMs: 0 });
  };
  const { events, spoken } = play(
    log.map((line) => keptEvent(line, zone, terms)),
    resolve,
    minuteOf(until, zone) * MIN,
  );
  const clocks = clocksOf(events, resolve).map((clock) => {
    const due = `${clock.target} due ${wall(clock.dueAt / MIN, zone)} ${clock.state}`;
    const stopped = clock.stoppedAt === null ? '' : ` at ${wall(clock.stoppedAt / MIN, zone)}`;
    const { paused } = clock;
    const end = paused === null || paused.until === null ? '' : ` until ${wall(paused.until / MIN, zone)}`;
    const held = paused === null ? '' : `, waits for ${paused.reason}${end}`;
    return `${due}${stopped}${held}${clock.isProvisional ? ', provisional' : ''}`;
  });
  return { clocks, said: saidOf(spoken, zone) };
}

/** What a count of minutes makes of it: `target due state[ at]` where it was reached, and what was said. */
export function count({ terms, zone, log, until }: ClockCase): { clocks: string[]; said: string[] } {
  const end = minuteOf(until, zone);
  const { clocks: counted, spoken } = countMinutes(
    log.map((line) => plainEvent(line, zone, terms)),
    end,
  );
  const clocks = [...counted].map(([target, { due, stopped, isBreached }]) => {
    const state = isBreached ? 'breached' : stopped === null ? 'running' : 'met';
    const at = stopped === null ? '' : ` at ${wall(stopped, zone)}`;
    return due === null ? `${target} ${state}${at}` : `${target} due ${wall(due, zone)} ${state}${at}`;
  });
  return {
    clocks,
    said: saidOf(spoken, zone),
  };
}

function saidOf(spoken: readonly Spoken[], zone: string): string[] {
  return spoken
    .toSorted((a, b) => a.minute - b.minute || (a.target < b.target ? -1 : 1) || a.percent - b.percent)
    .map(({ target, percent, minute }) => `${wall(minute, zone)} ${target} ${percent}`);
}

const LINE = /^(?<time>\S+ \S+) (?<kind>\S+) ?(?<rest>.*)$/;

function partsOf(line: string, zone: string) {
  const { time = '', kind = '', rest = '' } = LINE.exec(line)?.groups ?? {};
  const [first = '', ...more] = rest.split(' ');
  return { minute: minuteOf(time, zone), kind, first, second: more.join(' ') };
}

function keptEvent(line: string, zone: string, terms: string): ClockEvent {
  const { minute, kind, first, second } = partsOf(line, zone);
  const event = (data: Record<string, unknown>, as = kind) => ({ time: minute * MIN, kind: as, data });
  switch (kind) {
    case 'opened':
      return event({ severity: first, category: second, ...refOf(terms) });
    case 'terms':
      return event(refOf(`${first} ${second}`));
    case 'told':
      return event({ visibility: 'customer', author: { kind: 'person' } }, 'note');
    case 'robot':
      return event({ visibility: 'customer', author: { kind: 'robot' } }, 'note');
    case 'customer':
      return event({ visibility: 'customer', author: { kind: 'person', role: 'customer' } }, 'note');
    case 'note':
      return event({ visibility: 'internal', author: { kind: 'person' } });
    case 'held':
      return event({ reason: first, until: second === '' ? null : minuteOf(second, zone) * MIN });
    default:
      return event(first === '' ? {} : { severity: first });
  }
}

/** `standard@1` stands for a case without terms. */
function refOf(terms: string): { terms?: object } {
  const [policy = '', calendar = ''] = terms.split(' ');
  if (policy === 'standard@1') return {};
  const calendarRefs = calendar === 'none' ? [] : [{ id: calendar, version: 1 }];
  const ref = {
    contract: null,
    policy: { id: policy, version: 1 },
    calendars: calendarRefs,
    scope: 'covered',
  };
  return { terms: { ...ref, travelAllowanceMs: 0, content: terms } };
}

function plainEvent(line: string, zone: string, terms: string): PlainEvent {
  const { minute, kind, first, second } = partsOf(line, zone);
  const [policy = '', calendar = ''] = terms.split(' ');
  switch (kind) {
    case 'opened':
      return { minute, kind, severity: first, category: second, terms: plainTerms(policy, calendar) };
    case 'terms':
      return { minute, kind, terms: plainTerms(first, second) };
    case 'told':
      return { minute, kind, isProgress: true };
    case 'held':
      return { minute, kind, reason: first, until: second === '' ? null : minuteOf(second, zone) };
    default:
      return { minute, kind, ...(first === '' ? {} : { severity: first }) };
  }
}

const SVERIGE = 'sv-SE';

/** `2026-03-03 10:07:30` of the wall; without seconds where there are none. */
function wall(minute: number, zone: string): string {
  return new Date(minute * MIN).toLocaleString(SVERIGE, { timeZone: zone }).replace(/:00$/, '');
}

/** The first minute at which the wall of a zone shows a time. */
function minuteOf(time: string, zone: string): number {
  const utc = Date.parse(`${time.replace(' ', 'T')}Z`) / MIN;
  for (let minute = utc - 14 * 60; minute <= utc + 14 * 60; minute += 10)
    for (
      let exact = minute;
      exact < minute + 10 && wall(minute, zone).slice(0, 15) === time.slice(0, 15);
      exact++
    )
      if (wall(exact, zone) === time) return exact;
  throw new Error(`${zone} never shows ${time}`);
}
