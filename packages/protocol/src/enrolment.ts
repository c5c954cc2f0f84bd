import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { nameSchema } from './text.ts';
import { isSlug } from './topics.ts';

/** What a newcomer sends, over HTTP (`POST /enrol`) or over MQTT (`enrol/<client id>/request`). */
export const enrolRequestSchema = z.strictObject({
  token: z.string().min(16).max(256),
  /** The machine's own name; becomes the host's display name and, as a slug, its identity. */
  name: nameSchema({ min: 1, max: 255 }),
  /** Wanted as the host's id; made of the name without it. */
  id: z.string().refine(isSlug, 'expected 1 to 63 of a-z, 0-9 and hyphens').optional(),
  /** Made up for this attempt to join: whoever brings it again with its used token, because the answer was lost, gets another credential. */
  attempt: z.string().min(16).max(64).optional(),
  /** The host's own key (SPKI, DER, base64), where it would take a certificate for it. */
  publicKey: z.string().max(1024).refine(isPublicKey, 'expected a public key: SPKI, DER, base64').optional(),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;

/** The answer: the host's own credential, shown once, or why not. */
export const enrolReplySchema = z.union([
  z.object({
    ok: z.literal(true),
    customer: z.string(),
    host: z.string(),
    shard: z.int(),
    username: z.string(),
    password: z.string(),
    /** Where to connect, when it differs from where the host enrolled. */
    mqttUrl: z.string().optional(),
    /** For the key that came with the request, PEM; to be shown at the broker. */
    certificate: z.string().optional(),
  }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type EnrolReply = z.infer<typeof enrolReplySchema>;

function isPublicKey(text: string): boolean {
  try {
    return (
      createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }).type === 'public'
    );
  } catch {
    return false;
  }
}
