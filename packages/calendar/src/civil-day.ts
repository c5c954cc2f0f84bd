const DAY_MS = 86_400_000;
const ISO_DAY = /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/;

/** A date without a zone, as days since 1970-01-01. */
export type CivilDay = number;

/** The day of a year, month (1–12) and day of the month; beyond a month's end it goes on into the next. */
export function civilDay(year: number, month: number, day: number): CivilDay {
  return Math.floor(Date.UTC(year, month - 1, day) / DAY_MS);
}

/** Reads `2026-02-17`; undefined when there is no such day. */
export function parseCivilDay(text: string): CivilDay | undefined {
  const { year, month, day } = ISO_DAY.exec(text)?.groups ?? {};
  if (year === undefined) return undefined;
  const found = civilDay(Number(year), Number(month), Number(day));
  return formatCivilDay(found) === text ? found : undefined;
}

/** `2026-02-17`. */
export function formatCivilDay(day: CivilDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The year a day is in. */
export function yearOf(day: CivilDay): number {
  return new Date(day * DAY_MS).getUTCFullYear();
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: CivilDay): number {
  return (((day + 3) % 7) + 7) % 7;
}
