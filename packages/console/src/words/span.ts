/** Signs of the units of time in one language, each with the space that stands before it. */
export interface SpanUnits {
  day: string;
  hour: string;
  minute: string;
  second: string;
}

/** Seconds as a person says them, `–` for none: what is under two minutes in seconds, the others as {@link spanText}. */
export function secondsSaid(seconds: number | null, units: SpanUnits): string {
  if (seconds === null || !Number.isFinite(seconds)) return '–';
  return Math.abs(seconds) < 120 ? `${Math.round(seconds)}${units.second}` : spanText(seconds * 1000, units);
}

/** A length of time as records and policies have it, in words, unit by unit: `90m` is `90 min`, `2wd` is `2 working days`; what is none stays as it is. */
export function durationSaid(
  written: string,
  unit: SpanUnits,
  workingDays: (days: number) => string,
): string {
  const [, count = '', sign = ''] = /^(\d+)(s|m|h|d|wd)$/.exec(written) ?? [];
  if (sign === 'wd') return workingDays(Number(count));
  const names: Readonly<Record<string, string>> = {
    s: unit.second,
    m: unit.minute,
    h: unit.hour,
    d: unit.day,
  };
  return sign === '' ? written : `${count}${names[sign]}`;
}

const DAY = 86_400;
const HOUR = 3600;
const MINUTE = 60;

/** A span in the two largest units that matter: `45 s`, `3 min`, `2 h 5 min`, `4 d 3 h`. Negative spans count as their size. */
export function spanText(ms: number, units: SpanUnits): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < MINUTE) return `${seconds}${units.second}`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)}${units.minute}`;
  const [size, sign, smaller, smallerSign] =
    seconds < DAY
      ? [HOUR, units.hour, MINUTE, units.minute]
      : ([DAY, units.day, HOUR, units.hour] as [number, string, number, string]);
  const rest = Math.floor((seconds % size) / smaller);
  return `${Math.floor(seconds / size)}${sign}${rest === 0 ? '' : ` ${rest}${smallerSign}`}`;
}
