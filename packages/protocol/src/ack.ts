import { z } from 'zod';
import { MOST_SLOW_DOWN } from './limits.ts';
import { epochSchema, unixMillisSchema } from './time.ts';

/** Asks a host to run another version of the agent, which it looks up in the signed index of packages. */
const upgradeOrderSchema = z.object({
  /** Names the order in the event that says what became of it. */
  order: z.int().min(1),
  version: z.string().min(1).max(64),
  /** Where the collector serves packages, as far as its config says; a host that enrolled by HTTP knows already. */
  url: z.string().min(1).max(1000).optional(),
});
export type UpgradeOrder = z.infer<typeof upgradeOrderSchema>;

/**
 * The collector's word that everything up to `seq` of each named epoch has been committed; the agent may forget it. An epoch at 0 has
 * nothing committed yet: send from its beginning. Sent after each commit, on a gap, on connect, and when the collector starts.
 */
export const ackSchema = z.object({
  /** Collector's clock, Unix milliseconds. */
  time: unixMillisSchema,
  epochs: z.array(z.object({ epoch: epochSchema, seq: z.int().min(0) })),
  /** Layout ids the collector has readings of but does not know: publish them again, then the readings. */
  needLayouts: z.array(z.string()),
  /**
   * The collector cannot take all that comes: of so many readings of a stream one is to be sent live, the others wait with the agent. 1 = all. Only to hosts that
   * report `internal_agent.slow_down`: others do not know the field.
   */
  slowDown: z.number().min(1).max(MOST_SLOW_DOWN).optional(),
  /** Only to hosts that report `internal_agent.upgrades`; an acknowledgement that has it says nothing else. */
  upgrade: upgradeOrderSchema.optional(),
});
export type Ack = z.infer<typeof ackSchema>;
