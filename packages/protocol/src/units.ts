import { z } from 'zod';

/**
 * Units a series can have. `counter`-like growth is not a unit: a rule asks for it with rate().
 * `none` is a plain number (a load average, a state code).
 */
export const unitSchema = z.enum([
  'none',
  'percent',
  'bytes',
  'seconds',
  'milliseconds',
  'nanoseconds',
  'count',
  'bytes/s',
  'count/s',
  'celsius',
  'volts',
  'rpm',
]);
export type Unit = z.infer<typeof unitSchema>;
