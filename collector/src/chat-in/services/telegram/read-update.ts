import type { Secret } from '@watchcase/runtime';
import { z } from 'zod';
import { jsonRequest } from '../../../notify/index.ts';
import { call, type Called } from '../../call.ts';
import { type Answer, type Reading, type Said, taken } from '../../contract.ts';

/** A bot, and where its API is. */
export interface Bot {
  token: Secret;
  url: string;
}

const messageSchema = z.object({
  message_id: z.int(),
  from: z.object({ id: z.int(), is_bot: z.boolean().default(false) }).optional(),
  chat: z.object({ id: z.int(), type: z.string() }),
  text: z.string().default(''),
  reply_to_message: z
    .object({
      text: z.string().default(''),
      from: z.object({ is_bot: z.boolean().default(false) }).optional(),
    })
    .optional(),
});

const updateSchema = z.object({
  update_id: z.int(),
  message: messageSchema.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: z.object({ id: z.int() }),
      data: z.string().optional(),
      message: z.object({ message_id: z.int(), chat: z.object({ id: z.int() }) }).optional(),
    })
    .optional(),
});

/** Characters of the notice that a button shows. */
const MOST_NOTICE = 200;

/** Reads one update of Telegram (pure); what is no words of a person is let pass. */
export function readUpdate(value: unknown, bot: Bot): Reading {
  const { data } = updateSchema.safeParse(value);
  if (data === undefined) return { is: 'refused', because: 'unreadable' };
  const { message, callback_query: press } = data;
  const id = String(data.update_id);
  if (press?.data !== undefined) {
    const { message: under } = press;
    const said: Said = {
      id,
      user: String(press.from.id),
      text: press.data,
      isToUs: true,
      about: () => Promise.resolve(''),
      async answer(answer, signal) {
        const notice = answer.text.slice(0, MOST_NOTICE);
        const shown = { callback_query_id: press.id, text: notice, show_alert: !answer.isDone };
        const noticed = lostOf(await callBot(bot, 'answerCallbackQuery', shown, signal));
        // What was done is for all of the chat to see.
        if (!answer.isDone || under === undefined) return noticed;
        return lostOf(await say(bot, { chat: under.chat.id, to: under.message_id }, answer, signal));
      },
    };
    return { is: 'said', said };
  }
  if (message?.from === undefined || message.from.is_bot || message.text === '')
    return { is: 'answered', answer: taken };
  const { chat, from, text, message_id: to, reply_to_message: answered } = message;
  const said: Said = {
    id,
    user: String(from.id),
    text: text.replace(/^@\w+\s+/, ''),
    isToUs: chat.type === 'private' || /^[/@]/.test(text) || answered?.from?.is_bot === true,
    about: () => Promise.resolve(answered?.text ?? ''),
    answer: async (answer, signal) => lostOf(await say(bot, { chat: chat.id, to }, answer, signal)),
  };
  return { is: 'said', said };
}

function say(bot: Bot, { chat, to }: { chat: number; to: number }, { text }: Answer, signal: AbortSignal) {
  const message = {
    chat_id: chat,
    text,
    reply_parameters: { message_id: to, allow_sending_without_reply: true },
    link_preview_options: { is_disabled: true },
  };
  return callBot(bot, 'sendMessage', message, signal);
}

/** Asks the Bot API once. */
export function callBot(bot: Bot, method: string, value: object, signal: AbortSignal): Promise<Called> {
  const url = `${bot.url.replace(/\/+$/, '')}/bot${bot.token.reveal()}/${method}`;
  return call(jsonRequest(url, value), signal);
}

function lostOf(called: Called): { response: typeof taken; lost?: string } {
  return called.ok ? { response: taken } : { response: taken, lost: called.detail };
}
