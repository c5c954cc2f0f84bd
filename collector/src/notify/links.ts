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

const customerSchema = z.strictObject({
  purpose: z.literal('customer'),
  caseId: z.int(),
  contact: z.string(),
  expiresAt: z.int(),
});
/** What a customer's link allows: to say of one case that it is solved or not, and how it was, until `expiresAt` (Unix milliseconds). */
export type CustomerLink = z.infer<typeof customerSchema>;

/** Why a link is not honoured. */
export type LinkFault = 'invalid' | 'expired';

/** Puts a link into a URL-safe token, signed with HMAC-SHA-256. */
export function signLink(secret: string, link: AcknowledgeLink | CustomerLink): string {
  const body = Buffer.from(JSON.stringify(link)).toString('base64url');
  return `${body}.${signature(secret, body).toString('base64url')}`;
}

/** Reads a token; says what is wrong with one that is forged, cut, meant for something else, or expired. */
export function verifyLink(
  secret: string,
  token: string,
  now: number,
): AcknowledgeLink | { fault: LinkFault } {
  return verify(linkSchema, { secret, token, now });
}

/** The same of a customer's link. */
export function verifyCustomerLink(
  secret: string,
  token: string,
  now: number,
): CustomerLink | { fault: LinkFault } {
  return verify(customerSchema, { secret, token, now });
}

function verify<T extends { expiresAt: number }>(
  schema: z.ZodType<T>,
  { secret, token, now }: { secret: string; token: string; now: number },
): T | { fault: LinkFault } {
  const [body = '', signed = ''] = token.split('.');
  const given = Buffer.from(signed, 'base64url');
  const expected = signature(secret, body);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { fault: 'invalid' };
  const link = readLink(schema, body);
  if (link === undefined) return { fault: 'invalid' };
  return link.expiresAt > now ? link : { fault: 'expired' };
}

function readLink<T>(schema: z.ZodType<T>, body: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function signature(secret: string, body: string): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}
