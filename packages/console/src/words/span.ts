/** Signs of the units of time in one language, each with the space that stands before it. */
export interface SpanUnits {
  day: string;
  hour: string;
  minute: string;
  second: string;
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
