const HOUR_MS = 3_600_000;
/** A file is written a moment before or after the time that stands in it. */
const SAME_MS = 120_000;

/**
 * The moment of a wall clock's text (`2026-10-25 02:30:00`, with a `T` as well) as this machine's zone has it, Unix milliseconds; undefined when it is none. In the hour that
 * the clock passes twice the text alone does not tell which is meant: `witness`, when a file of the time was changed, does, and it tells another zone as well, where the
 * two differ by whole quarters of an hour.
 */
export function wallTime(text: string, witness: number | null = null): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[ T]+(\d{1,2}):(\d\d):(\d\d)/.exec(text.trim());
  if (parts === null) return undefined;
  const [, day, hour = '', minute, second] = parts;
  const time = Date.parse(`${day}T${hour.padStart(2, '0')}:${minute}:${second}`);
  if (Number.isNaN(time)) return undefined;
  if (witness === null) return time;
  const difference = witness - time;
  const quarters = Math.round(difference / (HOUR_MS / 4)) * (HOUR_MS / 4);
  const isOffset = Math.abs(difference - quarters) <= SAME_MS && Math.abs(quarters) <= 26 * HOUR_MS;
  return isOffset ? time + quarters : time;
}
