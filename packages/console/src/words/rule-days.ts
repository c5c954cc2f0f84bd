/** Days on which a schedule runs; what is all of them is empty. */
export interface ScheduledDays {
  /** 0 = Monday. */
  weekdays: readonly number[];
  /** Of the month; from its end where `isFromEnd`, 1 = the last. */
  days: readonly number[];
  isFromEnd: boolean;
  /** Only the first, second, … of its weekdays in the month, -1 = the last; 0 = each. */
  nth: number;
  months: readonly number[];
}

/** What a simple recurrence rule says. */
interface RuleDays {
  days: ScheduledDays;
  interval: { count: number; unit: 'day' | 'week' | 'month' | 'year' };
  /** The last day, `2026-12-31`; empty for none. */
  until: string;
  /** How often in all; 0 = for ever. */
  count: number;
}

const UNITS = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'UNTIL', 'COUNT']);

/** Reads a recurrence rule of RFC 5545 that begins at `start`, `2026-01-01T02:30` (pure); undefined of one that a few words cannot say. */
export function ruleDays(rule: string, start: string): RuleDays | undefined {
  const parts = new Map(
    rule
      .trim()
      .toUpperCase()
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );
  const unit = UNITS[parts.get('FREQ') as keyof typeof UNITS] as RuleDays['interval']['unit'] | undefined;
  if (unit === undefined || [...parts.keys()].some((name) => !KNOWN.has(name))) return undefined;
  const days = daysOf(parts, unit, start);
  const count = Number(parts.get('INTERVAL') ?? 1);
  // Each third day that is also a Friday, each second month of some: nobody reads that in a line.
  const isNarrowed =
    parts.has('BYMONTH') || (unit === 'day' && (parts.has('BYDAY') || parts.has('BYMONTHDAY')));
  if (days === undefined || (count > 1 && isNarrowed)) return undefined;
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '') ?? [];
  return {
    days,
    interval: { count, unit },
    until: year === undefined ? '' : `${year}-${month}-${day}`,
    count: Number(parts.get('COUNT') ?? 0),
  };
}

function daysOf(
  parts: ReadonlyMap<string, string>,
  unit: RuleDays['interval']['unit'],
  start: string,
): ScheduledDays | undefined {
  const list = (name: string) => parts.get(name)?.split(',') ?? [];
  const [byDay, byMonthDay, months] = [
    list('BYDAY'),
    list('BYMONTHDAY').map(Number),
    list('BYMONTH').map(Number),
  ];
  const plain = { weekdays: [], days: [], isFromEnd: false, nth: 0, months };
  if (byDay.length > 0) {
    const named = byMonthDay.length > 0 ? undefined : weekdaysOf(byDay);
    if (named === undefined) return undefined;
    // Without a month the first Monday of a year is meant, and a year that is not each has a month of its own.
    if (named.nth !== 0 && unit !== 'month' && !(unit === 'year' && months.length > 0)) return undefined;
    return { ...plain, ...named };
  }
  if (byMonthDay.length > 0) {
    if (unit === 'week') return undefined;
    const isFromEnd = byMonthDay.every((day) => day < 0);
    if (!isFromEnd && byMonthDay.some((day) => day < 0)) return undefined;
    return { ...plain, days: byMonthDay.map(Math.abs).toSorted((a, b) => a - b), isFromEnd };
  }
  const [year = 0, month = 0, day = 0] = start.slice(0, 10).split('-').map(Number);
  if (unit === 'day') return plain;
  if (unit === 'week')
    return { ...plain, weekdays: [(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7] };
  return { ...plain, days: [day], months: unit === 'year' && months.length === 0 ? [month] : months };
}

/** `FR`, or `-1FR`; all must be each or the same of the month. */
function weekdaysOf(byDay: readonly string[]): Pick<ScheduledDays, 'weekdays' | 'nth'> | undefined {
  const read = byDay.map((one) => ({
    nth: Number(one.slice(0, -2) || 0),
    day: WEEKDAYS.indexOf(one.slice(-2)),
  }));
  const nth = read[0]?.nth ?? 0;
  if (read.some((one) => one.nth !== nth || one.day < 0)) return undefined;
  return { nth, weekdays: read.map(({ day }) => day).toSorted((a, b) => a - b) };
}
