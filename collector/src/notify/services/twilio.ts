import { type Secret, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { SendResult } from '../../model/index.ts';
import { askService, type ServiceAnswer } from './exchange.ts';
import { judgeCode, judgeStatus, type Meaning, type Meanings } from './judge-answer.ts';

/** How we are known to Twilio. */
export const twilioAccount = {
  account: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/i, 'is not an account SID (AC…)')
    .describe('Account SID'),
  key: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/i, 'is not an API key SID (SK…)')
    .optional()
    .describe('API key SID, where `secret` is that of a key and not the auth token'),
  secret: secretSchema.describe('Auth token, or the secret of the API key'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://api.twilio.com')
    .describe('Address of the API'),
};

/** The same, read. */
export interface TwilioAccount {
  account: string;
  key?: string | undefined;
  secret: Secret;
  url: string;
}

const refused = (means: string): Meaning => ({ end: 'refused', means });
const meanings: Meanings = {
  20003: refused('the account or its secret is not known'),
  20008: refused('these are test credentials'),
  20404: refused('there is no such account'),
  20429: { end: 'busy', means: 'too many requests', waitMs: 1000 },
  21211: refused('the number it is for is not valid'),
  21214: refused('the number it is for cannot be reached'),
  21212: refused('the number it is from is not valid'),
  21215: refused('calls to that country are not allowed to the account'),
  21408: refused('messages to that country are not allowed to the account'),
  21606: refused('the number it is from cannot send text messages'),
  21608: refused('a trial account reaches verified numbers only'),
  21610: refused('whoever has the number has opted out by STOP'),
  21611: { end: 'busy', means: 'the queue of the number it is from is full', waitMs: 60_000 },
  21614: refused('the number it is for is no mobile'),
  21617: refused('the message is too long'),
};

const refusalSchema = z.object({ code: z.int() });

/** Asks Twilio to make a message or a call. It answers when it has put it into its queue. */
export function askTwilio(
  what: 'Messages' | 'Calls',
  fields: Readonly<Record<string, string>>,
  { account, key, secret, url }: TwilioAccount,
  signal: AbortSignal,
): Promise<SendResult> {
  const login = Buffer.from(`${key ?? account}:${secret.reveal()}`).toString('base64');
  const request = {
    url: `${url.replace(/\/+$/, '')}/2010-04-01/Accounts/${account}/${what}.json`,
    headers: {
      authorization: `Basic ${login}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  };
  return askService(request, signal, judge);
}

async function judge(answer: ServiceAnswer): Promise<SendResult> {
  if (answer.status < 300) return judgeStatus(answer, 'in their queue');
  const { data } = refusalSchema.safeParse(await answer.json());
  return data === undefined ? judgeStatus(answer) : judgeCode(data.code, meanings[String(data.code)], answer);
}
