import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { jsonRequest } from '../../../notify/index.ts';
import { call } from '../../call.ts';
import { type Answer, defineReplyService, type Reading, type Said, taken } from '../../contract.ts';
import { isSameText, offBy, parsedJson } from '../../signatures.ts';

const options = z.strictObject({
  appSecret: secretSchema.describe('AppSecret (Client Secret) of the app whose robot is written to'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://oapi.dingtalk.com')
    .describe('Where answers are sent; nothing is sent to another place'),
});
type Options = z.output<typeof options>;

/** DingTalk's own bound. */
const MOST_OFF_MS = 3_600_000;

const messageSchema = z.object({
  msgId: z.string().min(1),
  msgtype: z.string(),
  text: z.object({ content: z.string() }).optional(),
  /** Only people of the organisation have one. */
  senderStaffId: z.string().min(1).optional(),
  senderId: z.string().min(1),
  sessionWebhook: z.url(),
});

const answerSchema = z.object({ errcode: z.int() });

/** Messages to a robot of DingTalk, which hears only what is said to it. */
export default defineReplyService({
  name: 'dingtalk',
  options,
  read({ headers, body }, settings, now): Reading {
    const key = settings.appSecret.reveal();
    const time = headers['timestamp'] ?? '';
    const sign = createHmac('sha256', key).update(`${time}\n${key}`).digest('base64');
    if (!isSameText(headers['sign'] ?? '', sign)) return { is: 'refused', because: 'signature' };
    const offMs = offBy(Number(time), now, MOST_OFF_MS);
    if (offMs !== undefined) return { is: 'refused', because: 'clock', offMs };
    const { data } = messageSchema.safeParse(parsedJson(body.toString('utf8')));
    if (data === undefined) return { is: 'refused', because: 'unreadable' };
    if (data.text === undefined) return { is: 'answered', answer: taken };
    const said: Said = {
      id: data.msgId,
      user: data.senderStaffId ?? data.senderId,
      text: data.text.content.trim(),
      isToUs: true,
      about: () => Promise.resolve(''),
      async answer(answer, signal) {
        const lost = await send(data.sessionWebhook, answer, settings, signal);
        return lost === '' ? { response: taken } : { response: taken, lost };
      },
    };
    return { is: 'said', said };
  },
});

async function send(to: string, { text }: Answer, { url }: Options, signal: AbortSignal): Promise<string> {
  if (new URL(to).origin !== new URL(url).origin) return 'its sessionWebhook is not at oapi.dingtalk.com';
  const called = await call(jsonRequest(to, { msgtype: 'text', text: { content: text } }), signal);
  if (!called.ok) return called.detail;
  const code = answerSchema.safeParse(called.value).data?.errcode;
  return code === 0 ? '' : `code ${code ?? 'unknown'}`;
}
