import { z } from 'zod';

/**
 * Server-sent events of `GET /api/v1/live`: which things changed, never their content; the console reads again what it
 * shows. Sent at most a few times a second.
 */
export const liveChangeSchema = z.object({
  hosts: z.array(z.string()),
  cases: z.array(z.number().int()),
});
/** `hosts`: ids, with commas between, of those whose changes are told (`none` of none); all of them without it. */
export const liveQuerySchema = z.object({ hosts: z.string().max(20_000).optional() });
export type LiveChange = z.infer<typeof liveChangeSchema>;
