import { createHash, createHmac, randomUUID } from 'node:crypto';
import { type Secret, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { SendResult } from '../../model/index.ts';
import { askService, type ServiceAnswer, type ServiceRequest } from './exchange.ts';
import { judgeCode, judgeUnreadable, type Meaning, type Meanings } from './judge-answer.ts';

/** How we are known to Aliyun. */
export const aliyunAccount = {
  accessKeyId: z.string().min(1).describe('AccessKey id of a RAM user that may do this and nothing else'),
  accessKeySecret: secretSchema.describe('AccessKey secret'),
};

/** The same, read. */
export interface AliyunAccount {
  accessKeyId: string;
  accessKeySecret: Secret;
}

/** What is asked of which API. */
export interface AliyunCall {
  url: string;
  action: string;
  version: string;
  parameters: Readonly<Record<string, string>>;
}

const refused = (means: string): Meaning => ({ end: 'refused', means });
const meanings: Meanings = {
  'isp.SYSTEM_ERROR': { end: 'later', means: 'Aliyun failed' },
  'isp.RAM_PERMISSION_DENY': refused('the RAM user may not do this'),
  'isv.OUT_OF_SERVICE': refused('the service is stopped, or owes money'),
  'isv.AMOUNT_NOT_ENOUGH': refused('the account is empty'),
  'isv.PRODUCT_UNSUBSCRIBE': refused('the service is not subscribed to'),
  'isv.ACCOUNT_ABNORMAL': refused('something is wrong with the account'),
  'isv.SMS_TEMPLATE_ILLEGAL': refused('the template is not known or not approved'),
  'isv.SMS_SIGNATURE_ILLEGAL': refused('the signature is not known or not approved'),
  'isv.TTS_TEMPLATE_ILLEGAL': refused('the template is not known or not approved'),
  'isv.MOBILE_NUMBER_ILLEGAL': refused('the number is not valid'),
  'isv.TEMPLATE_MISSING_PARAMETERS': refused('the template has a variable that `parameters` lacks'),
  'isv.TEMPLATE_PARAMS_ILLEGAL': refused('a variable has what its kind does not allow'),
  'isv.INVALID_PARAMETERS': refused('a parameter is not valid'),
  'isv.PARAM_LENGTH_LIMIT': refused('a variable is too long, set `longest`'),
  'isv.PARAM_NOT_SUPPORT_URL': refused('a variable has an address in it, which belongs into the template'),
  'isv.BLACK_KEY_CONTROL_LIMIT': refused('a variable has a word that is not allowed'),
  'isv.DENY_IP_RANGE': refused('our address is not among those the account takes'),
  'InvalidAccessKeyId.NotFound': refused('the AccessKey is not known'),
  'InvalidAccessKeyId.Inactive': refused('the AccessKey is turned off'),
  SignatureDoesNotMatch: refused('the AccessKey secret is wrong'),
  SignatureNonceUsed: { end: 'later', means: 'the request was taken for one that was sent before' },
  'InvalidTimeStamp.Expired': refused('our clock is off by more than 15 minutes'),
  Throttling: { end: 'busy', means: 'too many requests', waitMs: 1000 },
  'Throttling.User': { end: 'busy', means: 'too many requests', waitMs: 1000 },
};

const answerSchema = z.object({ Code: z.string(), Message: z.string().default('') });

/** Asks an API of Aliyun once. */
export function askAliyun(
  call: AliyunCall,
  account: AliyunAccount,
  signal: AbortSignal,
  now: number,
): Promise<SendResult> {
  return askService(signedRequest(call, account, { now, nonce: randomUUID() }), signal, judge);
}

/** The request with its signature, ACS3-HMAC-SHA256 (pure; Aliyun, "V3 request body and signature mechanism"). */
export function signedRequest(
  { url, action, version, parameters }: AliyunCall,
  { accessKeyId, accessKeySecret }: AliyunAccount,
  at: { now: number; nonce: string },
): ServiceRequest {
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&');
  const headers = {
    host: new URL(url).host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date(at.now).toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': at.nonce,
    'x-acs-version': version,
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ['POST', '/', query, lines.join(''), names, sha256('')].join('\n');
  const signature = createHmac('sha256', accessKeySecret.reveal())
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const { host: _host, ...sent } = headers;
  return {
    url: `${url.replace(/\/+$/, '')}/?${query}`,
    headers: {
      ...sent,
      authorization: `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names},Signature=${signature}`,
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** RFC 3986, which is stricter than JavaScript. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
}

/** `OK`, or what was wrong; some of it with HTTP 200. */
async function judge(answer: ServiceAnswer): Promise<SendResult> {
  const { data } = answerSchema.safeParse(await answer.json());
  if (data === undefined) return judgeUnreadable(answer);
  if (data.Code === 'OK') return { outcome: 'delivered', detail: 'code OK: in their queue' };
  return judgeCode(
    data.Code,
    data.Code === 'isv.BUSINESS_LIMIT_CONTROL' ? limitOf(data.Message) : meanings[data.Code],
    answer,
  );
}

/** One code for three limits; only the words tell them apart. Of an hour's and a day's another way is better than waiting. */
function limitOf(message: string): Meaning {
  if (/分钟|minute/i.test(message))
    return { end: 'later', means: 'the number has had its message of this minute', waitMs: 60_000 };
  return refused('the number has had all its messages of this hour or day');
}
