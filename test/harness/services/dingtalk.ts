import { createHmac } from 'node:crypto';
import { busy, delivered, json, later, queryOf, refused, type ServiceDouble } from './service-double.ts';

const TOKEN = 'dingtalk-access-token-0123';
const SECRET = 'SECdingtalk-signing-secret';
const said = (errcode: number, errmsg: string) => json({ errcode, errmsg });
interface Body {
  msgtype: string;
  markdown: { title: string; text: string };
  at: { atMobiles: string[] };
}

/** A custom robot with a signature and a keyword. */
export const dingtalk: ServiceDouble = {
  options: (origin) => ({
    url: `${origin}/robot/send?access_token=${TOKEN}`,
    secret: SECRET,
    keyword: '值班',
    atMobiles: ['13800138000'],
  }),
  secrets: [TOKEN, SECRET],
  carries: 'all',
  mostPerMinute: 20,
  answer(request, now) {
    const query = queryOf(request);
    if (query.get('access_token') !== TOKEN) return said(300_005, 'token is not exist');
    const at = query.get('timestamp') ?? '';
    const signed = createHmac('sha256', SECRET).update(`${at}\n${SECRET}`).digest('base64');
    if (query.get('sign') !== signed || Math.abs(now - Number(at)) > 3_600_000)
      return said(310_000, 'sign not match, more: [https://ding-doc.dingtalk.com]');
    if (Buffer.byteLength(request.body) > 20_000)
      return said(460_101, 'message too long, exceed 20000 bytes');
    const body = JSON.parse(request.body) as Body;
    if (!body.markdown.text.includes('值班')) return said(310_000, 'keywords not in content, more: […]');
    if (body.at.atMobiles.some((one) => !body.markdown.text.includes(`@${one}`)))
      return said(40_035, 'nobody is mentioned');
    return said(0, 'ok');
  },
  shown: ({ body }) => (JSON.parse(body) as Body).markdown.text,
  ends: [
    [said(0, 'ok'), delivered('code 0')],
    [said(-1, '系统繁忙'), later('code -1: DingTalk is busy')],
    [
      said(130_101, 'send too fast, exceed 20 times per minute'),
      busy('code 130101: too many messages, the robot is blocked for ten minutes', 600_000),
    ],
    [
      said(410_100, '发送速度太快而限流'),
      busy('code 410100: too many messages, the robot is blocked for ten minutes', 600_000),
    ],
    [said(300_005, 'token is not exist'), refused('code 300005: the access token is not known')],
    [said(400_102, '机器人已停用'), refused('code 400102: the robot has been stopped')],
    [said(400_013, '群已被解散'), refused('code 400013: the group has been dissolved')],
    [
      said(310_000, 'ip 10.0.0.1 not in whitelist'),
      refused('code 310000: our address is not among those the robot takes'),
    ],
    [
      said(310_000, 'keywords not in content'),
      refused('code 310000: no keyword of the robot is in the message, set `keyword`'),
    ],
    [said(310_000, '消息校验未通过'), refused('code 310000: a security setting of the robot refuses it')],
    [said(999_999, 'new'), refused('code 999999')],
    [{ status: 502, body: '<html>' }, later('HTTP 502: not the answer of this service')],
    [{ status: 200, body: '<html>' }, later('HTTP 200: not the answer of this service')],
  ],
  wrong: [
    [
      { secret: 'SECanother' },
      refused('code 310000: the signature is wrong, or our clock is off by an hour'),
    ],
    [{ keyword: 'other' }, refused('code 310000: no keyword of the robot is in the message, set `keyword`')],
  ],
  clockOff: refused('code 310000: the signature is wrong, or our clock is off by an hour'),
};
