import { isRobotsAddress } from '@watchcase/api';
import type { Mail } from './read-mail.ts';

/** What a mail is about, as far as is known. */
export interface MailContext {
  /** Whose customer the sender is; undefined for a stranger. */
  customer: string | undefined;
  /** The case that it answers, by its tag or by what it refers to; undefined for a new matter. */
  caseId: number | undefined;
}

/** What becomes of a mail, and why. */
export type MailDecision =
  | { what: 'nothing'; because: 'bounce' | 'automatic' | 'list' | 'no-sender' | 'stranger' }
  | { what: 'answer'; caseId: number }
  | { what: 'open'; customer: string };

const BULK = /\b(?:bulk|junk|auto_reply)\b/;

/**
 * Decides about a mail (pure). What a program wrote never opens a case and never joins one, so that two programs cannot keep each other writing: RFC 3834
 * (Auto-Submitted, an empty Return-Path), Precedence, X-Auto-Response-Suppress, reports (RFC 6522), lists. An answer needs no known sender: it carries what only who
 * was written to can know.
 */
export function decideMail(mail: Mail, { customer, caseId }: MailContext): MailDecision {
  if (mail.from === undefined) return { what: 'nothing', because: 'no-sender' };
  const because = automatic(mail, mail.from.address);
  if (because !== undefined) return { what: 'nothing', because };
  if (caseId !== undefined) return { what: 'answer', caseId };
  return customer === undefined ? { what: 'nothing', because: 'stranger' } : { what: 'open', customer };
}

function automatic(
  { headers, contentType }: Mail,
  from: string,
): 'bounce' | 'automatic' | 'list' | undefined {
  const isReport = /^multipart\/report\b|^message\/delivery-status\b/.test(contentType);
  const bounces = isRobotsAddress(from) || headers['return-path'].replaceAll(/\s/g, '') === '<>';
  if (isReport || bounces || headers['x-failed-recipients'] !== '') return 'bounce';
  const submitted = headers['auto-submitted'];
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'automatic';
  if (headers['x-auto-response-suppress'] !== '' && headers['x-auto-response-suppress'] !== 'none')
    return 'automatic';
  if (headers['x-autoreply'] !== '' || headers['x-autorespond'] !== '' || BULK.test(headers['precedence']))
    return 'automatic';
  return headers['list-id'] !== '' || /\blist\b/.test(headers['precedence']) ? 'list' : undefined;
}
