const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const NONE = '–';

/** A number with at most three significant digits and no more than two decimals: `0.25`, `3.1`, `42`, `12,345`. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** Bytes in binary units: `512 B`, `1.5 GiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 1024 && step < BINARY.length - 1) {
    value /= 1024;
    step++;
  }
  return `${shortNumber(value)} ${BINARY[step]}`;
}

/** Seconds in the unit that suits their size, signs as in SI: `250 ms`, `42 s`, `5 min`, `3 h`, `12 d`. */
export function secondsText(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${shortNumber(seconds * 1e6)} µs`;
  if (size < 1) return `${shortNumber(seconds * 1000)} ms`;
  if (size < 120) return `${shortNumber(seconds)} s`;
  if (size < 7200) return `${shortNumber(seconds / 60)} min`;
  if (size < 172_800) return `${shortNumber(seconds / 3600)} h`;
  return `${shortNumber(seconds / 86_400)} d`;
}

const texts: Readonly<Record<string, (value: number) => string>> = {
  percent: (value) => `${shortNumber(value)}%`,
  bytes: bytesText,
  'bytes/s': (value) => `${bytesText(value)}/s`,
  seconds: secondsText,
  milliseconds: (value) => secondsText(value / 1000),
  nanoseconds: (value) => secondsText(value / 1e9),
  'count/s': (value) => `${shortNumber(value)}/s`,
  celsius: (value) => `${shortNumber(value)} °C`,
  volts: (value) => `${shortNumber(value)} V`,
  rpm: (value) => `${shortNumber(value)} rpm`,
};

/** A value with its unit (those of the wire; an unknown one is a plain number); `–` for no value. */
export function quantityText(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  return (texts[unit] ?? shortNumber)(value);
}
