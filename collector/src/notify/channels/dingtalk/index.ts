import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeCode, judgeUnreadable } from '../../services/judge-answer.ts';
import { plainInMarkdown } from '../../services/plain-in-markdown.ts';
import { secretUrlSchema } from '../../services/secret-url.ts';
import { type PageText, pageText } from '../../texts.ts';
import { meaningOf } from './meaning-of.ts';

const options = z.strictObject({
  url: secretUrlSchema.describe('Webhook address of the robot, with its access_token'),
  secret: secretSchema
    .optional()
    .describe('The robot’s signing secret (SEC…), where "sign" is its security setting'),
  keyword: z
    .string()
    .min(1)
    .optional()
    .describe('Put into every message, where a keyword is its security setting'),
  atMobiles: z
    .array(z.string().regex(/^\+?[\d-]{5,20}$/, 'is not a telephone number'))
    .default([])
    .describe('Telephone numbers of members of the group who are mentioned, so that it rings for them'),
  atAll: z.boolean().default(false).describe('Mention everybody in the group'),
});
type Options = z.output<typeof options>;

/** Bytes of the whole body; DingTalk takes 20 000. */
const MOST_BYTES = 19_000;

const answerSchema = z.object({ errcode: z.int(), errmsg: z.string().default('') });

/** Posts to a custom robot of a DingTalk group. */
export default defineChannel({
  name: 'dingtalk',
  options,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: 18, mostCases: 8 },
  send: (page, settings, signal, now) =>
    askService(jsonRequest(signedUrl(settings, now), messageOf(page, settings)), signal, judge),
});

function signedUrl({ url, secret }: Options, now: number): URL {
  const address = new URL(url.reveal());
  if (secret === undefined) return address;
  const key = secret.reveal();
  const sign = createHmac('sha256', key).update(`${now}\n${key}`).digest('base64');
  address.searchParams.set('timestamp', String(now));
  address.searchParams.set('sign', sign);
  return address;
}

function messageOf(page: PageMessage, settings: Options) {
  const build = (text: PageText) => ({
    msgtype: 'markdown',
    markdown: { title: plainInMarkdown(text.subject), text: markdownOf(page, text, settings) },
    at: { atMobiles: settings.atMobiles, isAtAll: settings.atAll },
  });
  const fits = (text: PageText) => Buffer.byteLength(JSON.stringify(build(text))) <= MOST_BYTES;
  return build(fitText(pageText(page), fits));
}

function markdownOf(page: PageMessage, text: PageText, { keyword, atMobiles }: Options): string {
  return [
    `### ${plainInMarkdown(text.subject)}`,
    ...text.lines.map(plainInMarkdown),
    `[${text.acknowledge}](${page.acknowledgeUrl})`,
    `[${text.open}](${page.caseUrl})`,
    ...text.others.map(({ label, url }) => `[${plainInMarkdown(label)}](${url})`),
    ...(keyword === undefined ? [] : [keyword]),
    // A number is mentioned only where it stands in the text too.
    ...(atMobiles.length === 0 ? [] : [atMobiles.map((mobile) => `@${mobile}`).join(' ')]),
  ].join('\n\n');
}

/** Every answer is HTTP 200; how it went stands in the body. */
async function judge(answer: ServiceAnswer) {
  const { data } = answerSchema.safeParse(await answer.json());
  if (data === undefined) return judgeUnreadable(answer);
  if (data.errcode === 0) return { outcome: 'delivered' as const, detail: 'code 0' };
  return judgeCode(data.errcode, meaningOf(data), answer);
}
