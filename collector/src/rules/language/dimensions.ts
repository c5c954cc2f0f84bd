import type { Unit } from '@watchcase/protocol';

/**
 * What a value measures, for checking; every value is computed in the dimension's base (seconds, bytes, percent). `any` is
 * a series whose unit is not known before a host names it.
 */
export type Dimension =
  | 'plain'
  | 'percent'
  | 'bytes'
  | 'time'
  | 'celsius'
  | 'volts'
  | 'rpm'
  | 'bytes/s'
  | 'plain/s'
  | 'percent/s'
  | 'truth'
  | 'any';

/** A dimension and how many of its base one unit is: `times` × 10^`tens`, so that converting is exact. */
export interface Measure {
  dimension: Dimension;
  times: number;
  tens: number;
}

function of(dimension: Dimension, times = 1, tens = 0): Measure {
  return { dimension, times, tens };
}

const units: Readonly<Record<Unit, Measure>> = {
  none: of('plain'),
  count: of('plain'),
  percent: of('percent'),
  bytes: of('bytes'),
  seconds: of('time'),
  milliseconds: of('time', 1, -3),
  nanoseconds: of('time', 1, -9),
  'bytes/s': of('bytes/s'),
  'count/s': of('plain/s'),
  celsius: of('celsius'),
  volts: of('volts'),
  rpm: of('rpm'),
};

const suffixes: Readonly<Record<string, Measure>> = {
  '': of('plain'),
  '%': of('percent'),
  ms: of('time', 1, -3),
  s: of('time'),
  m: of('time', 60),
  h: of('time', 3600),
  d: of('time', 86_400),
  w: of('time', 604_800),
  B: of('bytes'),
  KB: of('bytes', 1e3),
  MB: of('bytes', 1e6),
  GB: of('bytes', 1e9),
  TB: of('bytes', 1e12),
  KiB: of('bytes', 2 ** 10),
  MiB: of('bytes', 2 ** 20),
  GiB: of('bytes', 2 ** 30),
  TiB: of('bytes', 2 ** 40),
  C: of('celsius'),
  '°C': of('celsius'),
  V: of('volts'),
  rpm: of('rpm'),
};

/** `value` × `times` × 10^`tens` as if computed on paper, by the decimals a number is written with: 1.009 × 10³ is 1009, not a little less. */
export function scaled(value: number, times: number, tens: number): number {
  if (!Number.isFinite(value) || (times === 1 && tens === 0)) return value;
  // Dividing a whole number by a whole number rounds once, as reading the decimal does.
  if (times === 1 && tens < 0 && Number.isSafeInteger(value)) return value / 10 ** -tens;
  const [digits = '', exponent = '0'] = String(value).split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  return Number(`${BigInt(whole + fraction) * BigInt(times)}e${Number(exponent) - fraction.length + tens}`);
}

/** What a series of this unit measures. */
export function measureOfUnit(unit: Unit): Measure {
  return units[unit];
}

/** What a literal with this suffix measures; undefined for a suffix that is none. */
export function measureOfSuffix(suffix: string): Measure | undefined {
  if (!suffix.endsWith('/s')) return suffixes[suffix];
  const base = suffixes[suffix.slice(0, -2)];
  const dimension = base === undefined ? undefined : perSecond(base.dimension);
  return base === undefined || dimension === undefined ? undefined : { ...base, dimension };
}

/** The dimension of growth per second; time per second is a plain share. */
export function perSecond(dimension: Dimension): Dimension | undefined {
  if (dimension === 'bytes') return 'bytes/s';
  if (dimension === 'plain') return 'plain/s';
  if (dimension === 'percent') return 'percent/s';
  if (dimension === 'time') return 'plain';
  return dimension === 'any' ? 'any' : undefined;
}

/** Dimension of a product; undefined when it makes no sense here. */
export function product(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === 'any' || b === 'any') return 'any';
  if (a === 'plain') return b;
  if (b === 'plain') return a;
  if (a.endsWith('/s') && b === 'time') return a.slice(0, -2) as Dimension;
  return b.endsWith('/s') && a === 'time' ? (b.slice(0, -2) as Dimension) : undefined;
}

/** Dimension of a quotient; undefined when it makes no sense here. */
export function quotient(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === 'any' || b === 'any') return 'any';
  if (a === b) return 'plain';
  if (b === 'plain') return a;
  return b === 'time' ? perSecond(a) : undefined;
}
