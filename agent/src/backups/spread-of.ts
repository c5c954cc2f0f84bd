const DAY_MS = 86_400_000;
/** The first of January 1970 was a Thursday. */
const DAYS_SINCE_MONDAY = 3;

/** Of how many different days, weeks (from Monday on) and months moments are, Unix milliseconds, in the machine's own time: as tools tell them apart that keep one of each. */
export function spreadOf(moments: readonly number[]): { days: number; weeks: number; months: number } {
  const days = new Set<number>();
  const weeks = new Set<number>();
  const months = new Set<number>();
  for (const moment of moments) {
    const date = new Date(moment);
    const [year, month] = [date.getFullYear(), date.getMonth()];
    const day = Date.UTC(year, month, date.getDate()) / DAY_MS;
    days.add(day);
    weeks.add(Math.floor((day + DAYS_SINCE_MONDAY) / 7));
    months.add(year * 12 + month);
  }
  return { days: days.size, weeks: weeks.size, months: months.size };
}
