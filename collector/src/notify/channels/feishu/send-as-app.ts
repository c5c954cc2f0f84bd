import { createHash } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { SendResult } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { judgeCode, judgeUnreadable, type Meanings } from '../../services/judge-answer.ts';

/** An app of one's own, and the chat it writes to. */
export const appSchema = z.strictObject({
  id: z.string().regex(/^cli_\w+$/, 'is not the id of an app, such as cli_a1b2c3'),
  secret: secretSchema,
  chat: z.string().regex(/^oc_\w+$/, 'is not the id of a chat (oc_…)'),
  url: z.url({ protocol: /^https?$/ }).default('https://open.feishu.cn'),
});
type App = z.output<typeof appSchema>;

const MOST_UUID = 50;

const meanings: Meanings = {
  10003: { end: 'refused', means: 'the app is not known' },
  10014: { end: 'refused', means: 'the secret of the app is wrong' },
  230001: { end: 'refused', means: 'Feishu does not take such a message, or there is no such chat' },
  230002: { end: 'refused', means: 'the app is not in the chat' },
  99991400: { end: 'busy', means: 'too many messages', waitMs: 10_000 },
};

const answerSchema = z.object({ code: z.int(), tenant_access_token: z.string().min(1).optional() });

/** Sends a card to a chat as an app: a token first, then the message, whose `uuid` lets Feishu know one that it has already. */
export async function sendAsApp(
  { id, secret, chat, url }: App,
  { key, card }: { key: string; card: object },
  signal: AbortSignal,
): Promise<SendResult> {
  let token: string | undefined;
  const wanted = { app_id: id, app_secret: secret.reveal() };
  const asked = await askService(
    jsonRequest(`${url}/open-apis/auth/v3/tenant_access_token/internal`, wanted),
    signal,
    async (answer) => {
      const said = answerSchema.safeParse(await answer.json()).data;
      token = said?.tenant_access_token;
      return said?.code === 0 && token === undefined ? judgeUnreadable(answer) : judge(answer, said?.code);
    },
  );
  if (token === undefined || asked.outcome !== 'delivered') return asked;
  const uuid = createHash('sha256').update(key).digest('hex').slice(0, MOST_UUID);
  const message = { receive_id: chat, msg_type: 'interactive', content: JSON.stringify(card), uuid };
  const address = `${url}/open-apis/im/v1/messages?receive_id_type=chat_id`;
  return askService(
    jsonRequest(address, message, { authorization: `Bearer ${token}` }),
    signal,
    async (answer) => judge(answer, answerSchema.safeParse(await answer.json()).data?.code),
  );
}

function judge(answer: ServiceAnswer, code: number | undefined): SendResult {
  if (code === undefined) return judgeUnreadable(answer);
  if (code === 0) return { outcome: 'delivered', detail: 'code 0' };
  return judgeCode(code, meanings[String(code)], answer);
}
