import type { PlainPromise, PlainTerms } from '../../clocks/minute-count.ts';
import type { PlainCalendar } from '../../clocks/plain-calendar.ts';
import { plainCalendars, plainTermsOn } from '../../clocks/plain-desk.ts';

/**
 * What the sample company promises its customers, written out by hand from docs/samples/company and from what is changed in the course of the year (desk.ts), to hold
 * the program against. Nothing of the program is asked.
 */

const HOUR = 60;
const DAY = 24 * HOUR;
const cn = plainCalendars['cn']?.calendar as PlainCalendar;
const de = plainCalendars['de']?.calendar as PlainCalendar;

const SHIFTS = [360, 1320] as const;
/** Two shifts, Monday to Saturday, on make-up days too. */
const hongdaShifts: PlainCalendar = {
  zone: 'Asia/Shanghai',
  hours: Array.from({ length: 7 }, (_, day) => (day < 6 ? [SHIFTS] : [])),
  off: cn.off,
  makeUp: new Map([...cn.makeUp.keys()].map((date) => [date, [SHIFTS]])),
};

const kielOffice: PlainCalendar = {
  zone: 'Europe/Berlin',
  hours: Array.from({ length: 7 }, (_, day) =>
    day < 4 ? [[480, 720] as const, [780, 1020] as const] : day === 4 ? [[480, 840] as const] : [],
  ),
  off: new Set([...de.off, '2026-10-31']),
  makeUp: new Map(),
};

const ohioOffice: PlainCalendar = {
  zone: 'America/New_York',
  hours: Array.from({ length: 7 }, (_, day) => (day < 5 ? [[480, 1020] as const] : [])),
  off: new Set(),
  makeUp: new Map(),
};

/** Gold: the answer to a critical fault takes `answer` minutes. */
function gold(answer: number): PlainTerms {
  const always = (minutes: number): PlainPromise => ({ minutes, calendar: null });
  const table: Readonly<Record<string, PlainPromise>> = {
    'respond critical': always(answer),
    'respond major': {
      minutes: 15,
      calendar: hongdaShifts,
      outside: { minutes: 30, calendar: null, ofHours: hongdaShifts },
    },
    'respond minor': { minutes: HOUR, calendar: hongdaShifts },
    'on-site critical': always(HOUR + 30),
    'on-site major': always(4 * HOUR + 30),
    'resolve critical': always(4 * HOUR),
    'resolve critical hardware': always(24 * HOUR),
    'resolve critical data': always(6 * HOUR),
    'resolve major': always(24 * HOUR),
    'resolve minor': { minutes: 2 * 16 * HOUR, calendar: hongdaShifts },
    'update critical': always(30),
    'update major': always(2 * HOUR),
  };
  return {
    warnings: [50, 75],
    pauses: (target) => target === 'resolve',
    promise: (target, severity, category) =>
      table[`${target} ${severity} ${category}`] ?? table[`${target} ${severity}`],
  };
}

/** The same with what it takes to travel to the site. */
function travelling(terms: PlainTerms, minutes: number): PlainTerms {
  return {
    ...terms,
    promise(target, severity, category) {
      const promise = terms.promise(target, severity, category);
      if (promise === undefined || target !== 'on-site') return promise;
      return { ...promise, minutes: promise.minutes + minutes };
    },
  };
}

/** What is outside of a contract is worth what an advisory is, however bad it is. */
function adviceOnly(terms: PlainTerms): PlainTerms {
  return { ...terms, promise: (target, _severity, category) => terms.promise(target, 'advisory', category) };
}

const preset = (policy: string, calendar: PlainCalendar, workingDayMinutes: number) =>
  plainTermsOn(policy, { calendar, workingDayMinutes });
const [goldUntilSummer, goldSince] = [gold(5), gold(10)];
const businessHours = preset('business-hours@1', cn, 9 * HOUR);
const standard = preset('standard@2', kielOffice, 8 * HOUR);
const standardInKiel = travelling(standard, 2 * HOUR);
const basic = preset('basic@1', cn, 9 * HOUR);
const ohio = preset('business-hours@1', ohioOffice, 9 * HOUR);
const plus = preset('local-gold@1', kielOffice, 8 * HOUR);
const plusInKiel = travelling(plus, 2 * HOUR);
const [standardAdvice, standardAdviceInKiel, basicAdvice] = [standard, standardInKiel, basic].map(
  adviceOnly,
) as [PlainTerms, PlainTerms, PlainTerms];

/** Minutes since 1970 of what changes in the year. */
export const minuteOf = (iso: string) => Date.parse(iso) / 60_000;
/** Gold answers later from this moment on. */
export const GOLD_CHANGES = minuteOf('2026-08-03T02:00Z');
/** A contract for Ohio is written down, and holds from July 1 on, there. */
export const OHIO_IS_SIGNED = minuteOf('2026-06-22T15:00Z');
const OHIO_BEGINS = minuteOf('2026-07-01T04:00Z');
const KIEL_BEGINS = minuteOf('2026-02-28T23:00Z');
/** Nordwerk's contract ended on September 14, and another one holds since; it is written down a week later. */
export const PLUS_IS_SIGNED = minuteOf('2026-09-21T08:00Z');
const PLUS_BEGINS = minuteOf('2026-09-14T22:00Z');

/** What a fault is about. */
export interface Place {
  customer: 'hongda' | 'nordwerk' | 'bluefield';
  /** Empty where it is about none. */
  site: string;
  /** Null where it is about none. */
  host: string | null;
}

/** What is owed for a fault that is known at a minute, and under which contract. */
export interface Owed {
  contract: string;
  scope: 'covered' | 'outside';
  terms: PlainTerms;
}

/** By customer, as a person would read the contracts at the minute `known`, for what was reported at `minute`. */
export function owedFor(
  { customer, site, host }: Place,
  category: string,
  { minute, known = minute }: { minute: number; known?: number },
): Owed {
  if (customer === 'hongda') {
    if (site !== 'main') return { contract: 'hongda-base-2026', scope: 'covered', terms: businessHours };
    const terms = known < GOLD_CHANGES ? goldUntilSummer : goldSince;
    return { contract: 'hongda-gold-2026', scope: 'covered', terms };
  }
  if (customer === 'nordwerk') {
    const isInKiel = site === 'kiel';
    if (minute >= PLUS_BEGINS && known >= PLUS_IS_SIGNED)
      return { contract: 'nordwerk-plus', scope: 'covered', terms: isInKiel ? plusInKiel : plus };
    const isServed = minute >= KIEL_BEGINS && host === 'nordwerk.erp' && category !== 'hardware';
    const [terms, advice] = isInKiel ? [standardInKiel, standardAdviceInKiel] : [standard, standardAdvice];
    return isServed
      ? { contract: 'nordwerk-2026', scope: 'covered', terms }
      : { contract: 'nordwerk-2026', scope: 'outside', terms: advice };
  }
  if (minute < OHIO_BEGINS) return { contract: 'bluefield-2025', scope: 'outside', terms: basicAdvice };
  return { contract: 'bluefield-2026', scope: 'covered', terms: ohio };
}

/** When contracts that hold already change, and whose: what is open then is owed something else from that minute on. */
export const CHANGES: readonly { at: number; customer: Place['customer'] }[] = [
  { at: GOLD_CHANGES, customer: 'hongda' },
  { at: PLUS_IS_SIGNED, customer: 'nordwerk' },
];

/** What an hour of work and of travel costs under each contract that says so, from a minute on. */
export const RATES: Readonly<
  Record<string, readonly { since: number; currency: string; labour: number; travel: number }[]>
> = {
  'hongda-gold-2026': [
    { since: 0, currency: 'CNY', labour: 600, travel: 200 },
    { since: GOLD_CHANGES, currency: 'CNY', labour: 660, travel: 200 },
  ],
  'nordwerk-2026': [{ since: 0, currency: 'EUR', labour: 120, travel: 60 }],
  'nordwerk-plus': [{ since: 0, currency: 'EUR', labour: 150, travel: 60 }],
};

/** So long a fault is left that is still there. */
export const YEAR_ENDS = minuteOf('2026-12-31T12:00Z');
export const LAST_FAULT = YEAR_ENDS - 4 * DAY;
