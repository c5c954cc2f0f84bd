import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeStatus, judgeUnreadable } from '../../services/judge-answer.ts';
import { linesWithLinks } from '../../services/lines-with-links.ts';
import { type PageText, pageText } from '../../texts.ts';

const chatSchema = z
  .string()
  .regex(/^(?:-?\d+|@\w+)$/, 'is neither the number of a chat nor the @name of a channel');

const options = z.strictObject({
  token: z
    .string()
    .regex(/^\d+:[\w-]+$/, 'is not the token of a bot, such as 123456:ABC-DEF')
    .pipe(secretSchema)
    .describe('Token of the bot'),
  chat: chatSchema.describe('Chat it writes to: its number (in quotation marks), or the @name of a channel'),
  topic: z.int().positive().optional().describe('Topic of a group that has topics (message_thread_id)'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://api.telegram.org')
    .describe('Address of the Bot API, where a server of one’s own is used'),
});
type Options = z.output<typeof options>;

/** Characters as Telegram counts them: 16 bits each. */
const MOST_CHARACTERS = 4096;

const answerSchema = z.object({
  ok: z.boolean(),
  error_code: z.int().optional(),
  parameters: z
    .object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() })
    .default({}),
});

const meanings: Readonly<Record<number, string>> = {
  400: 'there is no such chat, or Telegram does not take such a message',
  401: 'the token of the bot is not valid any more',
  403: 'the bot was blocked or put out of the chat',
  404: 'the token of the bot is not known',
  429: 'too many messages',
};

/** Writes to a chat as a bot of Telegram. */
export default defineChannel({
  name: 'telegram',
  options,
  addresses: chatSchema,
  addressed: ({ topic: _ofTheGroup, ...settings }, chat) => ({ ...settings, chat }),
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: 20,
    ringsPeople: true,
    mostCases: 8,
  },
  send: (page, settings, signal) => {
    const url = `${settings.url.replace(/\/+$/, '')}/bot${settings.token.reveal()}/sendMessage`;
    return askService(jsonRequest(url, messageOf(page, settings)), signal, judge);
  },
});

/** Plain text, in which Telegram makes links of addresses: its buttons refuse addresses of a local network, and with them the whole message. A button for an answer has none. */
function messageOf(page: PageMessage, { chat, topic }: Options) {
  const build = (text: PageText) => linesWithLinks(page, text).join('\n');
  const { acknowledge } = pageText(page);
  const text = build(fitText(pageText(page), (shorter) => build(shorter).length <= MOST_CHARACTERS));
  return {
    chat_id: chat,
    ...(topic === undefined ? {} : { message_thread_id: topic }),
    text,
    link_preview_options: { is_disabled: true },
    ...(page.reply === undefined ? {} : buttonOf(acknowledge, page.reply)),
  };
}

function buttonOf(text: string, reply: string) {
  return { reply_markup: { inline_keyboard: [[{ text, callback_data: reply }]] } };
}

async function judge(answer: ServiceAnswer) {
  const { data } = answerSchema.safeParse(await answer.json());
  if (data === undefined || (!data.ok && data.error_code === undefined)) return judgeUnreadable(answer);
  if (data.ok) return judgeStatus(answer);
  const { retry_after: wait, migrate_to_chat_id: moved } = data.parameters;
  const status = data.error_code ?? answer.status;
  const retryAfterMs = wait === undefined ? answer.retryAfterMs : wait * 1000;
  const means =
    moved === undefined ? meanings[status] : 'the group has become a supergroup with another number';
  return judgeStatus({ status, retryAfterMs }, means);
}
