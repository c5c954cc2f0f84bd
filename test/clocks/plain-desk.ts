import type { PlainPromise, PlainTerms } from './minute-count.ts';
import type { PlainCalendar } from './plain-calendar.ts';

/** What Watchcase ships, written out by hand from the promises and announcements themselves, to hold it against. */

const OFFICE = [540, 1080] as const;
const SHORT = [540, 1020] as const;

function days(from: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10),
  );
}

const week = (span: readonly [number, number]) =>
  Array.from({ length: 7 }, (_, day) => (day < 5 ? [span] : []));

/** Mainland China, 09:00–18:00. */
const cn: PlainCalendar = {
  zone: 'Asia/Shanghai',
  hours: week(OFFICE),
  off: new Set([
    ...days('2026-01-01', 3),
    ...days('2026-02-15', 9),
    ...days('2026-04-04', 3),
    ...days('2026-05-01', 5),
    ...days('2026-06-19', 3),
    ...days('2026-09-25', 3),
    ...days('2026-10-01', 7),
    '2027-01-01',
    ...days('2027-02-05', 4),
    '2027-04-05',
    ...days('2027-05-01', 2),
  ]),
  makeUp: new Map(
    ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map((date) => [
      date,
      [OFFICE],
    ]),
  ),
};

/** Germany, 09:00–17:00. */
const de: PlainCalendar = {
  zone: 'Europe/Berlin',
  hours: week(SHORT),
  off: new Set([
    '2026-01-01',
    '2026-04-03',
    '2026-04-06',
    '2026-05-01',
    '2026-05-14',
    '2026-05-25',
    '2026-10-03',
    '2026-12-25',
    '2026-12-26',
    '2027-01-01',
  ]),
  makeUp: new Map(),
};

const ny: PlainCalendar = { zone: 'America/New_York', hours: week(SHORT), off: new Set(), makeUp: new Map() };

const NIGHT = [1320, 1440] as const;
const nyNights: PlainCalendar = {
  zone: 'America/New_York',
  hours: Array.from({ length: 7 }, (_, day) => (day < 5 ? [NIGHT] : [[0, 360] as const, NIGHT])),
  off: new Set(),
  makeUp: new Map(),
};

/** Calendars by the names clock cases use; `none`: the contract names none, and all hours count. */
export const plainCalendars: Readonly<Record<string, WorkingHours>> = {
  cn: { calendar: cn, workingDayMinutes: 540 },
  de: { calendar: de, workingDayMinutes: 480 },
  ny: { calendar: ny, workingDayMinutes: 480 },
  'ny-nights': { calendar: nyNights, workingDayMinutes: 480 },
  none: { calendar: null, workingDayMinutes: 1440 },
};

const HOUR = 60;
const DAY = 24 * HOUR;

/** Minutes, or business minutes, or minutes that are others when it begins outside business hours. */
type Told = number | { business: number } | { inside: number; outside: number } | { workingDays: number };
type Table = Readonly<Record<string, Readonly<Record<string, Told | undefined>>>>;

const four = <T>(told: T) => ({ critical: told, major: told, minor: told, advisory: told });

const tables: Readonly<Record<string, Table>> = {
  'standard@1': {
    respond: { critical: 15, major: 30, minor: HOUR, advisory: 4 * HOUR },
    resolve: {
      critical: 4 * HOUR,
      'critical data': 6 * HOUR,
      'critical network': 3 * HOUR,
      'critical hardware': DAY,
      major: DAY,
      minor: DAY,
      advisory: 14 * DAY,
    },
  },
  'standard@2': {
    respond: {
      critical: { inside: 15, outside: 30 },
      major: 30,
      minor: { business: HOUR },
      advisory: { business: 4 * HOUR },
    },
    diagnose: { critical: 30, major: HOUR },
    'on-site': { critical: 2 * HOUR, major: DAY, minor: 2 * DAY },
    resolve: {
      critical: 4 * HOUR,
      'critical data': 6 * HOUR,
      'critical network': 3 * HOUR,
      'critical hardware': DAY,
      major: DAY,
      minor: { business: DAY },
      advisory: 14 * DAY,
    },
    update: { critical: 30, major: 2 * HOUR, minor: DAY, advisory: 7 * DAY },
  },
  'local-gold@1': {
    respond: four(5),
    'on-site': { critical: HOUR, major: HOUR, minor: HOUR },
    resolve: {
      critical: HOUR,
      major: HOUR,
      minor: HOUR,
      'critical hardware': DAY,
      'major hardware': DAY,
      'minor hardware': DAY,
      advisory: 14 * DAY,
    },
    update: { critical: 30, major: 30, minor: 30, advisory: 7 * DAY },
  },
  'business-hours@1': {
    respond: { ...four({ business: HOUR }), critical: 30 },
    resolve: four(DAY),
  },
  'basic@1': {
    respond: four({ business: 4 * HOUR }),
    diagnose: four(DAY),
    resolve: four({ workingDays: 2 }),
  },
};

/** A calendar, and how long a working day is on it. */
interface WorkingHours {
  calendar: PlainCalendar | null;
  workingDayMinutes: number;
}

/** A preset on a calendar that is known by name; on none all hours count. */
export function plainTerms(policy: string, calendarName: string): PlainTerms {
  return plainTermsOn(policy, plainCalendars[calendarName] ?? { calendar: null, workingDayMinutes: DAY });
}

/** A preset on a calendar. */
export function plainTermsOn(policy: string, { calendar, workingDayMinutes }: WorkingHours): PlainTerms {
  const table = tables[policy] ?? {};
  return {
    warnings: [50, 75],
    pauses: (target) => target === 'resolve' && policy !== 'standard@1',
    promise(target, severity, category): PlainPromise | undefined {
      const told = table[target]?.[`${severity} ${category}`] ?? table[target]?.[severity];
      if (told === undefined) return undefined;
      if (typeof told === 'number') return { minutes: told, calendar: null };
      if ('business' in told) return { minutes: told.business, calendar };
      if ('workingDays' in told) return { minutes: told.workingDays * workingDayMinutes, calendar };
      return {
        minutes: told.inside,
        calendar: null,
        outside: { minutes: told.outside, calendar: null, ofHours: calendar },
      };
    },
  };
}
