import { z } from 'zod';

/**
 * Server-sent events of `GET /api/v1/live`: which things changed, never their content; the console reads again what it
 * shows. Sent at most a few times a second.
 */
export const liveChangeSchema = z.object({
  hosts: z.array(z.string()),
  cases: z.array(z.number().int()),
});
export type LiveChange = z.infer<typeof liveChangeSchema>;
