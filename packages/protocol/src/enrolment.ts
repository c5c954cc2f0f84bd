import { z } from 'zod';
import { nameSchema } from './text.ts';

/** What a newcomer sends, over HTTP (`POST /enrol`) or over MQTT (`enrol/<client id>/request`). */
export const enrolRequestSchema = z.strictObject({
  token: z.string().min(16).max(256),
  /** The machine's own name; becomes the host's display name and, as a slug, its identity. */
  name: nameSchema({ min: 1, max: 255 }),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** The answer: the host's own credential, shown once, or why not. */
export const enrolReplySchema = z.union([
  z.strictObject({
    ok: z.literal(true),
    customer: z.string(),
    host: z.string(),
    shard: z.int(),
    username: z.string(),
    password: z.string(),
    /** Where to connect, when it differs from where the host enrolled. */
    mqttUrl: z.string().optional(),
  }),
  z.strictObject({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type EnrolReply = z.infer<typeof enrolReplySchema>;
