import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { parseSource } from './source.ts';

const settings = z.strictObject({
  sources: z
    .array(
      z
        .string()
        .max(512)
        .refine(
          (text) => parseSource(text) !== undefined,
          'expected https://name, tls://name:port or /path/of.pem',
        ),
    )
    .refine((list) => new Set(list).size === list.length, 'one source is named twice')
    .default([])
    .describe('Certificates to watch: https://name, tls://name:port, /path/of.pem'),
  unverified: z
    .array(z.string())
    .default([])
    .describe('Those of them that nobody vouches for (self-signed): only how long they last is watched'),
  refresh: durationSchema({ maxMs: 86_400_000 })
    .prefault('5m')
    .describe('How often a certificate is read anew; between, its remaining time counts down'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('5s')
    .describe('How long a server may take to shake hands, shorter than the interval'),
});

/** Settings of the probe. */
export const options = settings.refine(
  ({ sources, unverified }) => unverified.every((one) => sources.includes(one)),
  { error: 'names a source that is not among "sources"', path: ['unverified'] },
);
