import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** How another program hears that we live, and how it answers. */
export const heartbeatStyles = ['plain', 'healthchecks', 'uptime-kuma'] as const;
export type HeartbeatStyle = (typeof heartbeatStyles)[number];

const heartbeatSchema = z
  .strictObject({
    url: secretSchema.describe(
      'Address that is called while all is well; env:NAME and file:PATH are read at start',
    ),
    style: z
      .enum(heartbeatStyles)
      .default('plain')
      .describe(
        'plain: called while all is well, silent otherwise. healthchecks: with /start and /fail and a line that says what is wrong. uptime-kuma: with status, msg and ping',
      ),
    method: z.enum(['GET', 'POST', 'PUT']).optional().describe('Of a plain call; GET, or POST with a body'),
    body: z.string().max(10_000).optional().describe('Of a plain call'),
  })
  .superRefine(({ url, style, method, body }, context) => {
    if (!isAddress(url.reveal()))
      context.addIssue({ code: 'custom', path: ['url'], message: 'expected an http:// or https:// address' });
    if (style !== 'plain')
      for (const [field, value] of Object.entries({ method, body }))
        if (value !== undefined)
          context.addIssue({
            code: 'custom',
            path: [field],
            message: `is for the style plain; ${style} has its own`,
          });
    if (body !== undefined && method === 'GET')
      context.addIssue({ code: 'custom', path: ['body'], message: 'a GET has no body; take POST or PUT' });
  });

/** How the collector watches over itself. */
export const watchConfigSchema = z.strictObject({
  every: z
    .union([z.literal('never').transform(() => null), durationSchema({ minMs: 1000, maxMs: 3_600_000 })])
    .prefault('5m')
    .meta({ examples: ['1m'] })
    .describe('How often a synthetic alert is sent through all rooms; never sends none'),
  heartbeat: heartbeatSchema
    .optional()
    .describe('Another program that is called after each synthetic alert that has arrived'),
});
export type HeartbeatConfig = z.output<typeof heartbeatSchema>;

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
