import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

const targetSchema = z.strictObject({
  server: z
    .string()
    .min(1)
    .max(255)
    .meta({ examples: ['10.0.0.5'] })
    .describe('Name or address'),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .meta({ examples: [1433] })
    .describe('TCP port'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('3s')
    .describe('How long to wait for the connection, shorter than the interval'),
});

/** Settings of the probe. */
export const options = z.strictObject({
  watch: z
    .array(targetSchema)
    .refine((list) => new Set(list.map(({ server, port }) => `${server} ${port}`)).size === list.length, {
      error: 'one port is named twice',
    })
    .prefault([])
    .describe('TCP ports to connect to'),
});
