import { z } from 'zod';
import { epochSchema, unixMillisSchema } from './time.ts';

/**
 * The collector's word that everything up to `seq` of each named epoch has been committed; the agent may forget it. An epoch at 0 has
 * nothing committed yet: send from its beginning. Sent after each commit, on a gap, on connect, and when the collector starts.
 */
export const ackSchema = z.strictObject({
  /** Collector's clock, Unix milliseconds. */
  time: unixMillisSchema,
  epochs: z.array(z.strictObject({ epoch: epochSchema, seq: z.int().min(0) })),
  /** Layout ids the collector has readings of but does not know: publish them again, then the readings. */
  needLayouts: z.array(z.string()),
});
export type Ack = z.infer<typeof ackSchema>;
