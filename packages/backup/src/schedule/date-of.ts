import type { CivilDay } from '@watchcase/calendar';

const DAY_MS = 86_400_000;

/** Year, month (1–12), day of the month and how many days that month has. */
export function dateOf(day: CivilDay): { year: number; month: number; day: number; lastDay: number } {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return {
    year,
    month: month + 1,
    day: date.getUTCDate(),
    lastDay: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
  };
}
