const DAY_MS = 86_400_000;

/** The day so many days after another (pure), both as `2026-03-29`. */
export function dayBeside(day: string, by: number): string {
  return new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
}
