import type { SpanUnits } from './span.ts';

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

const SI: SpanUnits = { day: ' d', hour: ' h', minute: ' min', second: ' s' };

/** Seconds in the unit that suits their size: `250 ms`, `42 s`, `5 min`, `3 h`, `12 d`; from seconds on in the reader's words where those are given, else with signs as in SI. */
export function secondsText(seconds: number, unit: SpanUnits = SI): string {
  const size = Math.abs(seconds);
  if (size === 0) return `0${unit.second}`;
  if (size < 0.001) return `${shortNumber(seconds * 1e6)} µs`;
  if (size < 1) return `${shortNumber(seconds * 1000)} ms`;
  if (size < 120) return `${shortNumber(seconds)}${unit.second}`;
  if (size < 7200) return `${shortNumber(seconds / 60)}${unit.minute}`;
  if (size < 172_800) return `${shortNumber(seconds / 3600)}${unit.hour}`;
  return `${shortNumber(seconds / 86_400)}${unit.day}`;
}

const texts: Readonly<Record<string, (value: number, unit?: SpanUnits) => string>> = {
  percent: (value) => `${shortNumber(value)}%`,
  bytes: bytesText,
  'bytes/s': (value) => `${bytesText(value)}/s`,
  seconds: secondsText,
  milliseconds: (value, unit) => secondsText(value / 1000, unit),
  nanoseconds: (value, unit) => secondsText(value / 1e9, unit),
  'count/s': (value) => `${shortNumber(value)}/s`,
  celsius: (value) => `${shortNumber(value)} °C`,
  volts: (value) => `${shortNumber(value)} V`,
  rpm: (value) => `${shortNumber(value)} rpm`,
};

/** A value with its unit (those of the wire; an unknown one is a plain number), times in the reader's words where those are given; `–` for no value. */
export function quantityText(value: number | null, unit: string, units?: SpanUnits): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  return (texts[unit] ?? shortNumber)(value, units);
}
