import { createHmac } from 'node:crypto';
import { busy, delivered, json, refused, type ServiceDouble } from './service-double.ts';

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
    const said = card.elements.flatMap(({ text, actions = [] }) => [
      ...(text === undefined ? [] : [text.content]),
      ...actions.map((button) => `${button.text.content} ${button.url}`),
    ]);
    return [card.header.title.content, ...said].join('\n');
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
