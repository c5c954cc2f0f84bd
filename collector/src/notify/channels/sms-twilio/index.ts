import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { otherNumbers, shortText } from '../../services/short-text.ts';
import { smsSegments } from '../../services/sms-segments.ts';
import { telephoneNumberSchema } from '../../services/telephone-number.ts';
import type { PageText } from '../../texts.ts';
import { askTwilio, twilioAccount } from '../../services/twilio.ts';

const options = z.strictObject({
  ...twilioAccount,
  to: telephoneNumberSchema.describe('Number the message is for'),
  from: z
    .string()
    .regex(
      /^(?:\+[1-9]\d{6,14}|\d{3,8}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{1,11})$/i,
      'is neither a number, a sender id nor MG…',
    )
    .describe('Number, sender id or messaging service (MG…) it is from'),
  parts: z
    .int()
    .min(1)
    .max(10)
    .default(4)
    .describe('Most parts of a message; each is paid for. The link is never cut, and may need more'),
});

/** Sends a text message by Twilio. */
export default defineChannel({
  name: 'sms-twilio',
  options,
  addresses: telephoneNumberSchema,
  addressed: (settings, to) => ({ ...settings, to }),
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: 60,
    ringsPeople: true,
    mostCases: 4,
  },
  send: (page, settings, signal) => {
    const { to, from, parts } = settings;
    const sender = /^MG[0-9a-f]{32}$/i.test(from) ? { MessagingServiceSid: from } : { From: from };
    return askTwilio('Messages', { To: to, ...sender, Body: bodyOf(page, parts) }, settings, signal);
  },
});

/** What is cut is marked by dots, since the sign for them would make all of it UCS-2. */
function bodyOf(page: PageMessage, parts: number): string {
  const others = page.others === undefined ? [] : [`${page.case.number} ${otherNumbers(page)}`];
  const build = ({ subject, lines }: PageText) =>
    [subject, ...others, ...lines, page.acknowledgeUrl].join('\n');
  return build(fitText(shortText(page), (text) => smsSegments(build(text)) <= parts, '..'));
}
