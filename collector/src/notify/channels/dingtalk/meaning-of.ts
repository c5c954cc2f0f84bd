import type { Meaning, Meanings } from '../../services/judge-answer.ts';

/** Who is too fast is not heard for ten minutes. */
const BLOCK_MS = 600_000;
const tooFast: Meaning = {
  end: 'busy',
  means: 'too many messages, the robot is blocked for ten minutes',
  waitMs: BLOCK_MS,
};
const dead = (means: string): Meaning => ({ end: 'refused', means });

const meanings: Meanings = {
  '-1': { end: 'later', means: 'DingTalk is busy' },
  130101: tooFast,
  410100: tooFast,
  90030: dead('the quota of the robot is used up'),
  300001: dead('the access token is not known'),
  300005: dead('the access token is not known'),
  400101: dead('the access token is not known'),
  400102: dead('the robot has been stopped'),
  400106: dead('the robot is gone'),
  400013: dead('the group has been dissolved'),
  40035: dead('DingTalk does not take such a message'),
  430101: dead('DingTalk calls a link in it unsafe'),
  430102: dead('DingTalk does not like the text'),
  430104: dead('DingTalk does not like the content'),
  460101: dead('the message is too long'),
};

/** One code for three faults; only the words tell them apart. */
const REFUSED_BY_SETTINGS = 310_000;

/** What DingTalk means (pure); undefined for a code that is not known. */
export function meaningOf({ errcode, errmsg }: { errcode: number; errmsg: string }): Meaning | undefined {
  if (errcode !== REFUSED_BY_SETTINGS) return meanings[String(errcode)];
  if (/keyword|关键词/i.test(errmsg)) return dead('no keyword of the robot is in the message, set `keyword`');
  if (/whitelist|白名单|\bip\b/i.test(errmsg)) return dead('our address is not among those the robot takes');
  if (/sign|签名|timestamp/i.test(errmsg))
    return dead('the signature is wrong, or our clock is off by an hour');
  return dead('a security setting of the robot refuses it');
}
