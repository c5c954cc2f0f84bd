import type { ChatRequest } from '../../../collector/src/chat-in/index.ts';
import { posted, type ReplyDouble, withHeaders } from './reply-double.ts';

const SECRET = 'telegramSecretToken55';
const TOKEN = '4711:telegramBotToken-18';

/** Telegram signs nothing: it sends the secret that it was told. */
function signed(body: string): ChatRequest {
  return posted(body, { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET });
}

const chat = { id: -100, type: 'supergroup' };
const bot = { id: 9, is_bot: true };

/** What Telegram brings as an update. */
export function updateOf({ id, user, text, about, isTalk }: Parameters<ReplyDouble['say']>[0]): object {
  const reply =
    about === undefined ? {} : { reply_to_message: { message_id: 1, text: about, from: bot, chat } };
  const kind = isTalk === true ? chat : { id: Number(user), type: 'private' };
  const from = { id: Number(user), is_bot: false, first_name: 'Ada' };
  return { update_id: Number(id), message: { message_id: 7, from, chat: kind, text, ...reply } };
}

/** A bot with a webhook. */
export const telegram: ReplyDouble = {
  options: (origin) => ({ token: TOKEN, secret: SECRET, url: origin }),
  secrets: [SECRET, TOKEN],
  say: (words) => signed(JSON.stringify(updateOf(words))),
  press({ id, user, text }) {
    const from = { id: Number(user), is_bot: false };
    const query = { id: `q${id}`, from, data: text, message: { message_id: 7, chat, text: '' } };
    return signed(JSON.stringify({ update_id: Number(id), callback_query: query }));
  },
  signed,
  forged: (request) => [
    withHeaders(request, { 'x-telegram-bot-api-secret-token': '' }),
    withHeaders(request, { 'x-telegram-bot-api-secret-token': `${SECRET}x` }),
  ],
  answer({ path, body }) {
    const said = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });
    if (!path.startsWith(`/bot${TOKEN}/`)) return said({ ok: false, error_code: 401 }, 401);
    const { text } = JSON.parse(body) as { text?: string };
    // A notice of a button has 200 characters at most.
    if (path.endsWith('/answerCallbackQuery') && (text ?? '').length > 200)
      return said({ ok: false, error_code: 400 }, 400);
    return said({ ok: true, result: true });
  },
  shown: (_answer, received) =>
    received.map(({ body }) => (JSON.parse(body) as { text?: string }).text ?? '').join('\n'),
};
