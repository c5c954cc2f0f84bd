/** How long periods are that figures are asked for. */
export const periodUnits = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type PeriodUnit = (typeof periodUnits)[number];

/** A stretch of whole days, with a name: `2026`, `2026-Q1`, `2026-03`, `2026-W12` (of ISO 8601), `2026-03-15`. Days are counted since 1970-01-01, in no zone. */
export interface Period {
  name: string;
  unit: PeriodUnit;
  from: number;
  /** The first day after it. */
  to: number;
}

const DAY_MS = 86_400_000;

/** The period of that length that a day is in (pure). */
export function periodOf(unit: PeriodUnit, day: number): Period {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'year') return { name: `${year}`, unit, from: dayOf(year, 0), to: dayOf(year + 1, 0) };
  if (unit === 'quarter') {
    const quarter = Math.floor(month / 3);
    const [from, to] = [dayOf(year, quarter * 3), dayOf(year, quarter * 3 + 3)];
    return { name: `${year}-Q${quarter + 1}`, unit, from, to };
  }
  const text = date.toISOString().slice(0, 10);
  if (unit === 'month')
    return { name: text.slice(0, 7), unit, from: dayOf(year, month), to: dayOf(year, month + 1) };
  if (unit === 'day') return { name: text, unit, from: day, to: day + 1 };
  const from = day - weekdayOf(day);
  return { name: weekName(from), unit, from, to: from + 7 };
}

/** Reads a period's name (pure); undefined where there is no such period. */
export function parsePeriod(name: string): Period | undefined {
  const { year, quarter, month, week, day } = NAME.exec(name)?.groups ?? {};
  if (year === undefined) return undefined;
  const first = Number(year);
  const found =
    quarter !== undefined
      ? periodOf('quarter', dayOf(first, Number(quarter) * 3 - 3))
      : week !== undefined
        ? periodOf('week', firstMonday(first) + (Number(week) - 1) * 7)
        : day !== undefined
          ? periodOf('day', dayOf(first, Number(month) - 1, Number(day)))
          : month === undefined
            ? periodOf('year', dayOf(first, 0))
            : periodOf('month', dayOf(first, Number(month) - 1));
  return found.name === name ? found : undefined;
}

/** The one before (-1) or after (1) a period, of the same length (pure). */
export function periodBeside({ unit, from, to }: Period, side: -1 | 1): Period {
  return periodOf(unit, side === 1 ? to : from - 1);
}

const NAME =
  /^(?<year>[12]\d{3})(?:-Q(?<quarter>[1-4])|-W(?<week>\d{2})|-(?<month>\d{2})(?:-(?<day>\d{2}))?)?$/;

function dayOf(year: number, month: number, day = 1): number {
  return Math.floor(Date.UTC(year, month, day) / DAY_MS);
}

/** 0 = Monday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The first week of a year has its first Thursday, and so its 4th of January. */
function firstMonday(year: number): number {
  const fourth = dayOf(year, 0, 4);
  return fourth - weekdayOf(fourth);
}

function weekName(monday: number): string {
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  return `${year}-W${String((monday - firstMonday(year)) / 7 + 1).padStart(2, '0')}`;
}
