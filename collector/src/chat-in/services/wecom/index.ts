import { randomBytes } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import {
  type Answer,
  type ChatAnswer,
  type ChatRequest,
  defineReplyService,
  type Reading,
  type Said,
} from '../../contract.ts';
import { isSameText, offBy } from '../../signatures.ts';
import { decryptFor, encryptFor, signatureOf } from './crypt.ts';
import { flatXml, xmlOf } from './flat-xml.ts';

const options = z.strictObject({
  corpId: z.string().min(1).max(64).describe('Id of the company (企业 ID)'),
  token: secretSchema.describe('Token of "receive messages by API" (设置 API 接收) of the app'),
  aesKey: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/, 'is not an EncodingAESKey: 43 letters and digits')
    .pipe(secretSchema)
    .describe('EncodingAESKey, beside it'),
  agentId: z
    .string()
    .regex(/^\d+$/, 'is not the number of an app, in quotation marks')
    .optional()
    .describe('AgentId of the app: what comes for another one is refused'),
});
type Options = z.output<typeof options>;

/** Ours: WeCom documents none. It sends again three times within a minute. */
const MOST_OFF_MS = 3_600_000;

/** Nothing to say: WeCom takes it as heard. */
const heard: ChatAnswer = { status: 200, type: 'text/plain', body: '' };

/** Messages to an app of a company at WeCom. */
export default defineReplyService({
  name: 'wecom',
  options,
  read(request, settings, now): Reading {
    const { query, method, body } = request;
    const outside = method === 'GET' ? undefined : flatXml(body.toString('utf8'));
    const encrypted = method === 'GET' ? query['echostr'] : outside?.['Encrypt'];
    if (encrypted === undefined || !isSigned(request, settings, encrypted))
      return { is: 'refused', because: 'signature' };
    const offMs = offBy(Number(query['timestamp']) * 1000, now, MOST_OFF_MS);
    if (offMs !== undefined) return { is: 'refused', because: 'clock', offMs };
    const inside = decryptFor(settings.corpId, settings.aesKey.reveal(), encrypted);
    if (inside === undefined) return { is: 'refused', because: 'unreadable' };
    if (method === 'GET') return { is: 'answered', answer: { ...heard, body: inside } };
    return readMessage(inside, settings, now);
  },
});

function isSigned({ query }: ChatRequest, { token }: Options, encrypted: string): boolean {
  const { msg_signature: given = '', timestamp = '', nonce = '' } = query;
  return isSameText(given, signatureOf([token.reveal(), timestamp, nonce, encrypted]));
}

function readMessage(inside: string, settings: Options, now: number): Reading {
  const fields = flatXml(inside);
  // Some events have fields within fields; nobody has said anything by them.
  const kind = fields?.['MsgType'] ?? /<MsgType><!\[CDATA\[(event)\]\]><\/MsgType>/.exec(inside)?.[1];
  if (kind !== undefined && kind !== 'text') return { is: 'answered', answer: heard };
  if (fields === undefined) return { is: 'refused', because: 'unreadable' };
  const { MsgId: id, FromUserName: user, Content: content, AgentID: agent } = fields;
  if (id === undefined || user === undefined || content === undefined)
    return { is: 'refused', because: 'unreadable' };
  if (settings.agentId !== undefined && agent !== settings.agentId)
    return { is: 'refused', because: 'unreadable' };
  const said: Said = {
    id,
    user,
    text: content.trim(),
    isToUs: true,
    heard,
    about: () => Promise.resolve(''),
    answer: (answer) => Promise.resolve({ response: answerOf(answer, user, settings, now) }),
  };
  return { is: 'said', said };
}

/** The answer goes back in the answer of the request, encrypted as well. */
function answerOf(
  { text }: Answer,
  user: string,
  { corpId, token, aesKey }: Options,
  now: number,
): ChatAnswer {
  const time = String(Math.floor(now / 1000));
  const message = {
    ToUserName: user,
    FromUserName: corpId,
    CreateTime: time,
    MsgType: 'text',
    Content: text,
  };
  const encrypted = encryptFor(corpId, aesKey.reveal(), xmlOf(message));
  const nonce = randomBytes(8).toString('hex');
  const sign = signatureOf([token.reveal(), time, nonce, encrypted]);
  const body = xmlOf({ Encrypt: encrypted, MsgSignature: sign, TimeStamp: time, Nonce: nonce });
  return { status: 200, type: 'application/xml', body };
}
