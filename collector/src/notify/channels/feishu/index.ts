import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeCode, judgeUnreadable, type Meanings } from '../../services/judge-answer.ts';
import { secretUrlSchema } from '../../services/secret-url.ts';
import { pageText } from '../../texts.ts';
import { cardOf } from './card-of.ts';
import { appSchema, sendAsApp } from './send-as-app.ts';

const ONE_OF = 'expected either the address of a custom robot ("url") or an app ("app")';

const options = z
  .strictObject({
    url: secretUrlSchema
      .optional()
      .describe(
        'Webhook address of the custom robot, of Feishu (open.feishu.cn) or Lark (open.larksuite.com)',
      ),
    app: appSchema
      .optional()
      .describe('In place of it an app of one’s own, whose pages can be answered by a button'),
    secret: secretSchema
      .optional()
      .describe('The robot’s signing secret, where "signature" is its security setting'),
    keyword: z
      .string()
      .min(1)
      .optional()
      .describe('Put into every message, where a keyword is its security setting'),
    at: z
      .array(z.string().regex(/^[\w-]+$/, 'is neither an open id (ou_…), a user id nor "all"'))
      .default([])
      .describe('Ids of who is mentioned; `all` for everybody'),
  })
  .refine(({ url, app }) => (url === undefined) !== (app === undefined), { message: ONE_OF, path: ['url'] });
type Options = z.output<typeof options>;

/** Bytes of the whole body; Feishu takes 20 KB. */
const MOST_BYTES = 20_000;

const meanings: Meanings = {
  11232: { end: 'busy', means: 'too many messages', waitMs: 10_000 },
  9499: { end: 'refused', means: 'Feishu does not take such a message, or it is too long' },
  19001: { end: 'refused', means: 'the address of the robot is not known' },
  19021: { end: 'refused', means: 'the signature is wrong, or our clock is off by an hour' },
  19022: { end: 'refused', means: 'our address is not among those the robot takes' },
  19024: { end: 'refused', means: 'no keyword of the robot is in the message, set `keyword`' },
};

const answerSchema = z.object({ code: z.int().optional(), StatusCode: z.int().optional() });

/** Posts a card to a custom robot of a Feishu or Lark group, or as an app to a chat. */
export default defineChannel({
  name: 'feishu',
  options,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: 100, mostCases: 8 },
  async send(page, settings, signal, now) {
    const { url, app } = settings;
    if (app !== undefined) return sendAsApp(app, { key: page.key, card: cardFor(page, settings) }, signal);
    if (url === undefined) return { outcome: 'failed', detail: ONE_OF };
    return askService(jsonRequest(url.reveal(), messageOf(page, settings, now)), signal, judge);
  },
});

/** Only what an app sends can be answered by a button. */
function cardFor(page: PageMessage, settings: Options) {
  const build = (text: Parameters<typeof cardOf>[1]) =>
    cardOf(page, text, { ...settings, reply: page.reply });
  return build(
    fitText(pageText(page), (text) => Buffer.byteLength(JSON.stringify(build(text))) <= MOST_BYTES),
  );
}

function messageOf(page: PageMessage, settings: Options, now: number) {
  const build = (text: Parameters<typeof cardOf>[1]) => ({
    ...signatureOf(settings, now),
    msg_type: 'interactive',
    card: cardOf(page, text, settings),
  });
  return build(
    fitText(pageText(page), (text) => Buffer.byteLength(JSON.stringify(build(text))) <= MOST_BYTES),
  );
}

/** The key is what others would sign, and nothing is signed by it: so it is documented. */
function signatureOf({ secret }: Options, now: number) {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(now / 1000));
  const sign = createHmac('sha256', `${timestamp}\n${secret.reveal()}`).digest('base64');
  return { timestamp, sign };
}

/** Errors are HTTP 200 too, and say so in the body. */
async function judge(answer: ServiceAnswer) {
  const { data } = answerSchema.safeParse(await answer.json());
  const code = data?.code ?? data?.StatusCode;
  if (code === undefined) return judgeUnreadable(answer);
  if (code === 0) return { outcome: 'delivered' as const, detail: 'code 0' };
  return judgeCode(code, meanings[String(code)], answer);
}
