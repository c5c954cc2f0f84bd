import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const linkSchema = z.strictObject({
  purpose: z.literal('acknowledge'),
  caseId: z.int(),
  person: z.string(),
  expiresAt: z.int(),
});
/** What an acknowledge link allows: one person, one case, one purpose, until `expiresAt` (Unix milliseconds). */
export type AcknowledgeLink = z.infer<typeof linkSchema>;

/** Why a link is not honoured. */
export type LinkFault = 'invalid' | 'expired';

/** Puts a link into a URL-safe token, signed with HMAC-SHA-256. */
export function signLink(secret: string, link: AcknowledgeLink): string {
  const body = Buffer.from(JSON.stringify(link)).toString('base64url');
  return `${body}.${signature(secret, body).toString('base64url')}`;
}

/** Reads a token; says what is wrong with one that is forged, cut, meant for something else, or expired. */
export function verifyLink(
  secret: string,
  token: string,
  now: number,
): AcknowledgeLink | { fault: LinkFault } {
  const [body = '', signed = ''] = token.split('.');
  const given = Buffer.from(signed, 'base64url');
  const expected = signature(secret, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { fault: 'invalid' };
  const link = readLink(body);
  if (link === undefined) return { fault: 'invalid' };
  return link.expiresAt > now ? link : { fault: 'expired' };
}

function readLink(body: string): AcknowledgeLink | undefined {
  try {
    return linkSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function signature(secret: string, body: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}
