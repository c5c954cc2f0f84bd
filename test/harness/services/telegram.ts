import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const TOKEN = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11';
const CHAT = '-1001234567890';
interface Body {
  chat_id: string;
  text: string;
}
const fault = (code: number, description: string, parameters = {}) =>
  json({ ok: false, error_code: code, description, parameters }, code);

/** The Bot API. */
export const telegram: ServiceDouble = {
  options: (origin) => ({ url: origin, token: TOKEN, chat: CHAT }),
  secrets: [TOKEN],
  carries: 'all',
  mostPerMinute: 20,
  answer({ path, body }) {
    if (path !== `/bot${TOKEN}/sendMessage`) return fault(401, 'Unauthorized');
    const { chat_id: chat, text } = JSON.parse(body) as Body;
    if (chat !== CHAT && chat !== '4242424') return fault(400, 'Bad Request: chat not found');
    if (text.length > 4096) return fault(400, 'Bad Request: message is too long');
    return json({ ok: true, result: { message_id: 7 } });
  },
  shown: ({ body }) => (JSON.parse(body) as Body).text,
  ends: [
    [json({ ok: true, result: {} }), delivered('HTTP 200')],
    [
      fault(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
      busy('HTTP 429: too many messages', 35_000),
    ],
    [fault(401, 'Unauthorized'), refused('HTTP 401: the token of the bot is not valid any more')],
    [
      fault(403, 'Forbidden: bot was kicked from the group chat'),
      refused('HTTP 403: the bot was blocked or put out of the chat'),
    ],
    [
      fault(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -1009 }),
      refused('HTTP 400: the group has become a supergroup with another number'),
    ],
    [json({ ok: false }), later('HTTP 200: not the answer of this service')],
    [{ status: 502, body: 'Bad Gateway' }, later('HTTP 502: not the answer of this service')],
  ],
  wrong: [
    [{ token: '1:another' }, refused('HTTP 401: the token of the bot is not valid any more')],
    [
      { chat: '@another' },
      refused('HTTP 400: there is no such chat, or Telegram does not take such a message'),
    ],
  ],
};
