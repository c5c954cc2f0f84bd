import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { epochSchema, unixMillisSchema } from './time.ts';
import { nameSchema, textSchema } from './text.ts';

/**
 * Retained word of a host's connection, published on every connect and as the will. `session` grows with each connect of the host; a will
 * whose session is not the current one is an old one and is ignored (the rule Sparkplug calls bdSeq).
 */
export const presenceSchema = z.object({
  session: z.int().min(1),
  state: z.enum(['online', 'offline']),
  /** Host's clock at publishing, Unix milliseconds; a will has the time of its connect. */
  time: unixMillisSchema,
  /** Why the session ended: `stopped` when the agent was told to, `lost` in a will. */
  reason: z.enum(['connected', 'stopped', 'lost']),
  /** The live sequence; readings of other epochs are backlog. */
  epoch: epochSchema,
  /** Milliseconds between readings of the fastest stream. */
  intervalMs: z.int().min(1000),
  /** Streams the agent has now; others it had before are gone. */
  streams: z.array(z.string()).max(LIMITS.streams),
  /** Host's own name, and what runs there. */
  name: nameSchema({ max: 255 }),
  agent: textSchema({ max: 64 }),
  platform: textSchema({ max: 128 }),
});
export type Presence = z.infer<typeof presenceSchema>;
