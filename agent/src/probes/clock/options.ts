import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** Settings of the probe. */
export const options = z.strictObject({
  servers: z
    .array(z.string().min(1).max(255))
    .refine((list) => new Set(list).size === list.length, 'one server is named twice')
    .default([])
    .describe('NTP servers to compare the clock with, "name" or "name:port"'),
  refresh: durationSchema({ maxMs: 86_400_000 })
    .prefault('5m')
    .describe('How often a server is asked; public servers ask for more than a minute between'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('2s')
    .describe('How long to wait for an answer, shorter than the interval'),
});
