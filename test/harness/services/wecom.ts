import { busy, delivered, json, later, queryOf, refused, type ServiceDouble } from './service-double.ts';

const KEY = '693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa';
const said = (errcode: number, errmsg: string) => json({ errcode, errmsg });
interface Body {
  text: { content: string; mentioned_mobile_list: string[] };
}

/** A group robot. */
export const wecom: ServiceDouble = {
  options: (origin) => ({ url: `${origin}/cgi-bin/webhook/send?key=${KEY}`, mentionedMobiles: ['@all'] }),
  secrets: [KEY],
  carries: 'all',
  mostPerMinute: 20,
  answer(request) {
    if (queryOf(request).get('key') !== KEY) return said(93_000, 'invalid webhook url, hint: […]');
    const { text } = JSON.parse(request.body) as Body;
    if (Buffer.byteLength(text.content) > 2048)
      return said(40_058, 'text.content exceed max length 2048. invalid Request Parameter');
    return said(0, 'ok');
  },
  shown: ({ body }) => (JSON.parse(body) as Body).text.content,
  ends: [
    [said(0, 'ok'), delivered('code 0')],
    [said(-1, 'system busy'), later('code -1: WeCom is busy')],
    [said(45_009, 'api freq out of limit'), busy('code 45009: more than 20 messages in a minute', 60_000)],
    [said(93_000, 'invalid webhook url'), refused('code 93000: the key of the robot is not known')],
    [
      said(40_058, 'exceed max length'),
      refused('code 40058: the message is too long, or not as it should be'),
    ],
    [{ status: 503 }, later('HTTP 503: not the answer of this service')],
  ],
  wrong: [
    [{ url: '/cgi-bin/webhook/send?key=another' }, refused('code 93000: the key of the robot is not known')],
  ],
};
