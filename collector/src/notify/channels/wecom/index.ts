import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeCode, judgeUnreadable, type Meanings } from '../../services/judge-answer.ts';
import { linesWithLinks } from '../../services/lines-with-links.ts';
import { secretUrlSchema } from '../../services/secret-url.ts';
import { type PageText, pageText } from '../../texts.ts';

const options = z.strictObject({
  url: secretUrlSchema.describe('Webhook address of the group robot, with its key'),
  mentioned: z
    .array(z.string().min(1))
    .default([])
    .describe('User ids that are mentioned; `@all` for everybody'),
  mentionedMobiles: z
    .array(z.string().min(1))
    .default([])
    .describe('Telephone numbers that are mentioned; `@all` for everybody'),
});

/** Bytes of the text in UTF-8. */
const MOST_BYTES = 2048;

const meanings: Meanings = {
  '-1': { end: 'later', means: 'WeCom is busy' },
  45009: { end: 'busy', means: 'more than 20 messages in a minute', waitMs: 60_000 },
  93000: { end: 'refused', means: 'the key of the robot is not known' },
  93008: { end: 'refused', means: 'the robot is not in the group any more' },
  40008: { end: 'refused', means: 'WeCom does not take such a message' },
  40058: { end: 'refused', means: 'the message is too long, or not as it should be' },
  45002: { end: 'refused', means: 'the message is too long' },
};

const answerSchema = z.object({ errcode: z.int() });

/** Posts to a group robot of WeCom. Plain text: it is read in WeChat too, where Markdown is not shown. */
export default defineChannel({
  name: 'wecom',
  options,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: 18, mostCases: 3 },
  send: (page, { url, mentioned, mentionedMobiles }, signal) => {
    const text = {
      content: contentOf(page),
      mentioned_list: mentioned,
      mentioned_mobile_list: mentionedMobiles,
    };
    return askService(jsonRequest(url.reveal(), { msgtype: 'text', text }), signal, judge);
  },
});

function contentOf(page: PageMessage): string {
  // What a host calls itself must mention nobody.
  const build = (text: PageText) => linesWithLinks(page, text).join('\n').replaceAll('<@', '＜@');
  return build(fitText(pageText(page), (text) => Buffer.byteLength(build(text)) <= MOST_BYTES));
}

/** Every answer is HTTP 200; how it went stands in the body. */
async function judge(answer: ServiceAnswer) {
  const { data } = answerSchema.safeParse(await answer.json());
  if (data === undefined) return judgeUnreadable(answer);
  if (data.errcode === 0) return { outcome: 'delivered' as const, detail: 'code 0' };
  return judgeCode(data.errcode, meanings[String(data.errcode)], answer);
}
