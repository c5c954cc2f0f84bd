import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const TOPIC = 'watchcase-pages-9f8e7d';
const TOKEN = 'tk_ntfyaccesstoken0123456789abcd';
interface Body {
  topic: string;
  title: string;
  message: string;
  priority: number;
  actions: { action: string; label: string; url: string; method?: string }[];
}
const said = (code: number, error: string) =>
  json({ code, http: Math.floor(code / 100), error }, Math.floor(code / 100));

/** A server with accounts. */
export const ntfy: ServiceDouble = {
  options: (origin) => ({ url: origin, topic: TOPIC, token: TOKEN }),
  secrets: [TOPIC, TOKEN],
  carries: 'all',
  mostPerMinute: 60,
  answer({ headers, body }) {
    if (headers['authorization'] !== `Bearer ${TOKEN}`) return said(40_101, 'unauthorized');
    const { topic, message, priority, actions } = JSON.parse(body) as Body;
    if (topic !== TOPIC && topic !== 'topic_of_lin') return said(40_301, 'forbidden');
    if (Buffer.byteLength(message) > 4096) return said(41_301, 'too large, and no attachments are allowed');
    if (priority < 1 || priority > 5 || actions.length > 3) return said(40_007, 'invalid request');
    return json({ id: 'sPs71M8A2T', event: 'message', topic });
  },
  shown({ body }) {
    const { title, message, actions } = JSON.parse(body) as Body;
    return [title, message, ...actions.map(({ label, url }) => `${label} ${url}`)].join('\n');
  },
  ends: [
    [json({ id: 'sPs71M8A2T' }), delivered('HTTP 200')],
    [said(40_101, 'unauthorized'), refused('code 40101: the token is not known')],
    [said(40_301, 'forbidden'), refused('code 40301: nobody may write to the topic with this token')],
    [said(42_901, 'limit reached: too many requests'), busy('code 42901: too many messages', 5000)],
    [
      said(42_908, 'limit reached: daily message quota'),
      refused('code 42908: the messages of today are used up'),
    ],
    [{ status: 502 }, later('HTTP 502')],
  ],
  wrong: [
    [{ token: 'tk_another' }, refused('code 40101: the token is not known')],
    [{ topic: 'another' }, refused('code 40301: nobody may write to the topic with this token')],
  ],
};
