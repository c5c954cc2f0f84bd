import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { ChatRequest } from '../../../collector/src/chat-in/index.ts';
import { posted, type ReplyDouble, withBody, withHeaders } from './reply-double.ts';

const ENCRYPT_KEY = 'feishuEncryptKey31';
const TOKEN = 'feishuVerificationToken32';
const APP_SECRET = 'feishuAppSecret33';
const TENANT = 't-feishuTenantToken34';

function encrypted(plain: string): string {
  const iv = randomBytes(16);
  const key = createHash('sha256').update(ENCRYPT_KEY).digest();
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** A body with the signature that goes with it. */
function sealed(body: string, at: number): ChatRequest {
  const [time, nonce] = [String(Math.floor(at / 1000)), randomBytes(6).toString('hex')];
  const sign = createHash('sha256').update(time + nonce + ENCRYPT_KEY + body);
  return posted(body, {
    'content-type': 'application/json',
    'x-lark-request-timestamp': time,
    'x-lark-request-nonce': nonce,
    'x-lark-signature': sign.digest('hex'),
  });
}

/** What is inside, as Feishu sends it. */
export function feishuRequest(inside: string, at: number): ChatRequest {
  return sealed(JSON.stringify({ encrypt: encrypted(inside) }), at);
}

const headerOf = (id: string, type: string) => ({
  event_id: id,
  event_type: type,
  token: TOKEN,
  app_id: 'cli_1',
});
/** Messages that others answer, by their ids. */
const messages = new Map<string, string>();

/** An app with events and callbacks. */
export const feishu: ReplyDouble = {
  options: (origin) => ({
    encryptKey: ENCRYPT_KEY,
    verificationToken: TOKEN,
    appId: 'cli_1',
    appSecret: APP_SECRET,
    url: origin,
  }),
  secrets: [ENCRYPT_KEY, TOKEN, APP_SECRET, TENANT],
  say({ id, user, text, about, isTalk, at }) {
    messages.set(`om_p${id}`, about ?? '');
    const content = JSON.stringify({ text: isTalk === true ? text : `@_user_1 ${text}` });
    const message = {
      message_id: `om_${id}`,
      chat_type: 'group',
      message_type: 'text',
      content,
      ...(about === undefined ? {} : { parent_id: `om_p${id}` }),
      ...(isTalk === true ? {} : { mentions: [{ key: '@_user_1', name: 'Watchcase' }] }),
    };
    const event = { sender: { sender_type: 'user', sender_id: { open_id: user } }, message };
    const body = { schema: '2.0', header: headerOf(id, 'im.message.receive_v1'), event };
    return feishuRequest(JSON.stringify(body), at);
  },
  press({ id, user, text, at }) {
    const event = { operator: { open_id: user }, action: { tag: 'button', value: { command: text } } };
    const body = { schema: '2.0', header: headerOf(id, 'card.action.trigger'), event };
    return feishuRequest(JSON.stringify(body), at);
  },
  signed: feishuRequest,
  forged: (request) => [
    withHeaders(request, { 'x-lark-signature': '' }),
    withHeaders(request, { 'x-lark-request-nonce': 'another' }),
    withHeaders(request, { 'x-lark-request-timestamp': '1' }),
    withBody(request, (body) => `${body} `),
    feishuRequest(
      JSON.stringify({ header: { ...headerOf('9', 'im.message.receive_v1'), token: 'another' }, event: {} }),
      Number(request.headers['x-lark-request-timestamp']) * 1000,
    ),
  ],
  mostOffMs: 7_200_000,
  answer({ method, path, headers, body }) {
    const json = (value: unknown) => ({ status: 200, body: JSON.stringify(value) });
    if (path === '/open-apis/auth/v3/tenant_access_token/internal') {
      const { app_id: id, app_secret: secret } = JSON.parse(body) as Record<string, string>;
      if (id !== 'cli_1' || secret !== APP_SECRET) return json({ code: 10_014, msg: 'app secret invalid' });
      return json({ code: 0, tenant_access_token: TENANT, expire: 7200 });
    }
    if (headers.authorization !== `Bearer ${TENANT}`) return json({ code: 99_991_663 });
    if (method === 'POST') return json({ code: 0, data: {} });
    const content = JSON.stringify({ title: messages.get(path.split('/').at(-1) ?? '') ?? '' });
    return json({ code: 0, data: { items: [{ msg_type: 'interactive', body: { content } }] } });
  },
  shown(answer, received) {
    const toast = (JSON.parse(answer.body) as { toast?: { content: string } }).toast?.content;
    const replies = received
      .filter(({ path }) => path.endsWith('/reply'))
      .map(
        ({ body }) =>
          (JSON.parse((JSON.parse(body) as { content: string }).content) as { text: string }).text,
      );
    return [...(toast === undefined ? [] : [toast]), ...replies].join('\n');
  },
};
