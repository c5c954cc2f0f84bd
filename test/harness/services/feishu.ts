import { createHmac } from 'node:crypto';
import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const HOOK = 'feishu-hook-1f2e3d4c';
const SECRET = 'feishu-signing-secret';
const said = (code: number, msg: string, status = 200) => json({ code, msg, data: {} }, status);
interface Text {
  content: string;
}
interface Body {
  timestamp: string;
  sign: string;
  card: {
    header: { title: Text };
    elements: { tag: string; text?: Text; actions?: { text: Text; url: string }[]; elements?: Text[] }[];
  };
}

const APP_SECRET = 'feishu-app-secret-77';
const TENANT = 't-feishu-tenant-token-78';

/** An app of one's own that writes to a chat. */
export const feishuApp: ServiceDouble = {
  options: (origin) => ({
    app: { id: 'cli_9f8e7d', secret: APP_SECRET, chat: 'oc_chat1', url: origin },
    at: ['all'],
  }),
  secrets: [APP_SECRET],
  carries: 'all',
  answer({ path, headers, body }) {
    if (path === '/open-apis/auth/v3/tenant_access_token/internal') {
      const { app_secret: secret } = JSON.parse(body) as { app_secret: string };
      return secret === APP_SECRET
        ? json({ code: 0, msg: 'ok', tenant_access_token: TENANT, expire: 7200 })
        : said(10_014, 'app secret invalid');
    }
    if (headers['authorization'] !== `Bearer ${TENANT}`) return said(99_991_663, 'token invalid', 400);
    const { receive_id: chat, content, uuid } = JSON.parse(body) as Record<string, string>;
    if (chat !== 'oc_chat1' || (uuid ?? '').length > 50) return said(230_001, 'invalid receive_id', 400);
    if (Buffer.byteLength(content ?? '') > 30 * 1024) return said(230_025, 'the content is too long', 400);
    return said(0, 'success');
  },
  shown({ path, body }) {
    if (path.includes('tenant_access_token')) return '';
    const { content } = JSON.parse(body) as { content: string };
    return shownOf(JSON.parse(content) as Body['card']);
  },
  ends: [
    [json({ code: 0, tenant_access_token: 't-1' }), delivered('code 0')],
    [said(10_014, 'app secret invalid'), refused('code 10014: the secret of the app is wrong')],
    [
      said(230_002, 'Bot can NOT be out of the chat', 400),
      refused('code 230002: the app is not in the chat'),
    ],
    [
      said(99_991_400, 'request trigger frequency limit', 400),
      busy('code 99991400: too many messages', 10_000),
    ],
    [json({ code: 0 }), later('HTTP 200: not the answer of this service')],
    [{ status: 502, body: 'Bad Gateway' }, later('HTTP 502: not the answer of this service')],
  ],
  wrong: [],
};

/** A custom robot with a signature and a keyword. */
export const feishu: ServiceDouble = {
  options: (origin) => ({
    url: `${origin}/open-apis/bot/v2/hook/${HOOK}`,
    secret: SECRET,
    keyword: '值班',
    at: ['all'],
  }),
  secrets: [HOOK, SECRET],
  carries: 'all',
  mostPerMinute: 100,
  answer(request, now) {
    if (!request.path.endsWith(HOOK))
      return said(19_001, 'param invalid: incoming webhook access token invalid');
    const body = JSON.parse(request.body) as Body;
    const signed = createHmac('sha256', `${body.timestamp}\n${SECRET}`).update('').digest('base64');
    if (body.sign !== signed || Math.abs(now / 1000 - Number(body.timestamp)) > 3600)
      return said(19_021, 'sign match fail or timestamp is not within one hour from current time');
    if (Buffer.byteLength(request.body) > 20 * 1024) return said(9499, 'Bad Request', 400);
    if (!request.body.includes('值班')) return said(19_024, 'Key Words Not Found');
    return json({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' });
  },
  shown({ body }) {
    const { card } = JSON.parse(body) as Body;
    return shownOf(card);
  },
  ends: [
    [json({ StatusCode: 0, StatusMessage: 'success' }), delivered('code 0')],
    [said(11_232, 'frequency limited'), busy('code 11232: too many messages', 10_000)],
    [said(19_022, 'Ip Not Allowed'), refused('code 19022: our address is not among those the robot takes')],
    [
      said(19_024, 'Key Words Not Found'),
      refused('code 19024: no keyword of the robot is in the message, set `keyword`'),
    ],
    [
      said(9499, 'Bad Request', 400),
      refused('code 9499: Feishu does not take such a message, or it is too long'),
    ],
    [said(19_001, 'param invalid'), refused('code 19001: the address of the robot is not known')],
  ],
  wrong: [
    [
      { secret: 'another-secret' },
      refused('code 19021: the signature is wrong, or our clock is off by an hour'),
    ],
    [{ keyword: 'other' }, refused('code 19024: no keyword of the robot is in the message, set `keyword`')],
  ],
  clockOff: refused('code 19021: the signature is wrong, or our clock is off by an hour'),
};

function shownOf({ header, elements }: Body['card']): string {
  const parts = elements.flatMap(({ text, actions = [] }) => [
    ...(text === undefined ? [] : [text.content]),
    ...actions.map((button) => `${button.text.content} ${button.url}`),
  ]);
  return [header.title.content, ...parts].join('\n');
}
