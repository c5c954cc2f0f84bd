const MINUTE = 60_000;

/** A moment as an input of local date and time takes it, cut to the minute: `2026-12-31T17:30`. */
export function localInput(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * MINUTE;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}
