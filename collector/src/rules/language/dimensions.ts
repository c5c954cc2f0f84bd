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

/** A dimension and how many of its base one unit is. */
export interface Measure {
  dimension: Dimension;
  factor: number;
}

const units: Readonly<Record<Unit, Measure>> = {
  none: { dimension: 'plain', factor: 1 },
  count: { dimension: 'plain', factor: 1 },
  percent: { dimension: 'percent', factor: 1 },
  bytes: { dimension: 'bytes', factor: 1 },
  seconds: { dimension: 'time', factor: 1 },
  milliseconds: { dimension: 'time', factor: 1e-3 },
  nanoseconds: { dimension: 'time', factor: 1e-9 },
  'bytes/s': { dimension: 'bytes/s', factor: 1 },
  'count/s': { dimension: 'plain/s', factor: 1 },
  celsius: { dimension: 'celsius', factor: 1 },
  volts: { dimension: 'volts', factor: 1 },
  rpm: { dimension: 'rpm', factor: 1 },
};

const suffixes: Readonly<Record<string, Measure>> = {
  '': { dimension: 'plain', factor: 1 },
  '%': { dimension: 'percent', factor: 1 },
  ms: { dimension: 'time', factor: 1e-3 },
  s: { dimension: 'time', factor: 1 },
  m: { dimension: 'time', factor: 60 },
  h: { dimension: 'time', factor: 3600 },
  d: { dimension: 'time', factor: 86_400 },
  w: { dimension: 'time', factor: 604_800 },
  B: { dimension: 'bytes', factor: 1 },
  KB: { dimension: 'bytes', factor: 1e3 },
  MB: { dimension: 'bytes', factor: 1e6 },
  GB: { dimension: 'bytes', factor: 1e9 },
  TB: { dimension: 'bytes', factor: 1e12 },
  KiB: { dimension: 'bytes', factor: 2 ** 10 },
  MiB: { dimension: 'bytes', factor: 2 ** 20 },
  GiB: { dimension: 'bytes', factor: 2 ** 30 },
  TiB: { dimension: 'bytes', factor: 2 ** 40 },
  C: { dimension: 'celsius', factor: 1 },
  '°C': { dimension: 'celsius', factor: 1 },
  V: { dimension: 'volts', factor: 1 },
  rpm: { dimension: 'rpm', factor: 1 },
};

/** What a series of this unit measures. */
export function measureOfUnit(unit: Unit): Measure {
  return units[unit];
}

/** What a literal with this suffix measures; undefined for a suffix that is none. */
export function measureOfSuffix(suffix: string): Measure | undefined {
  if (!suffix.endsWith('/s')) return suffixes[suffix];
  const base = suffixes[suffix.slice(0, -2)];
  const dimension = base === undefined ? undefined : perSecond(base.dimension);
  return base === undefined || dimension === undefined ? undefined : { dimension, factor: base.factor };
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
