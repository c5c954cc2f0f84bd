import { z } from 'zod';
import { DAY_MS } from './limits.ts';
import { epochSchema, seqSchema } from './time.ts';

/**
 * A reading said by what has changed since an earlier one, its base: `[epoch, seq, back, step, age, changes]`. The base is message `seq − back`
 * of the same epoch, and the last reading of its stream before this one; `step` is milliseconds from its `time` to this one's, `age` from then to
 * the moment of sending. The layout is the base's, `after` is `seq − 1`. `changes` go through the values in order: a whole number where the base
 * has a whole number is the difference, any other number or `null` is the value itself, `[n]` passes over n values that are as they were, and so
 * are all behind the last change.
 */
export const shortReadingSchema = z.tuple([
  epochSchema,
  seqSchema.min(2),
  seqSchema.min(1),
  z.int().min(-DAY_MS).max(DAY_MS),
  z.int().min(0).max(DAY_MS),
  z.array(z.union([z.number().nullable(), z.tuple([z.int().min(1)])])),
]);
export type ShortReading = z.infer<typeof shortReadingSchema>;
