import { createHmac } from 'node:crypto';
import type { ChatRequest } from '../../../collector/src/chat-in/index.ts';
import { posted, type ReplyDouble, withBody, withHeaders } from './reply-double.ts';

const SECRET = 'slackSigningSecret99';
const TOKEN = 'xoxb-slackBotToken17';

function signed(body: string, at: number, type = 'application/json'): ChatRequest {
  const time = String(Math.floor(at / 1000));
  const sign = createHmac('sha256', SECRET).update(`v0:${time}:${body}`).digest('hex');
  return posted(body, {
    'content-type': type,
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${sign}`,
  });
}

/** Texts of messages that threads began with, by their `ts`. */
const threads = new Map<string, string>();

/** An app with event subscriptions, interactivity and a bot. */
export const slack: ReplyDouble = {
  options: (origin) => ({ signingSecret: SECRET, botToken: TOKEN, url: origin }),
  secrets: [SECRET, TOKEN],
  say({ id, user, text, about, isTalk, at }) {
    const thread = about === undefined ? {} : { thread_ts: `0.${id}` };
    threads.set(`0.${id}`, about ?? '');
    const mention = isTalk === true ? '' : '<@U0BOT> ';
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const event = {
      type: isTalk === true ? 'message' : 'app_mention',
      user,
      text: `${mention}${escaped}`,
      channel: 'C0OPS',
      ts: `1.${id}`,
      ...thread,
    };
    return signed(JSON.stringify({ type: 'event_callback', event_id: `Ev${id}`, event }), at);
  },
  press({ id, user, text, at }, origin) {
    const payload = {
      type: 'block_actions',
      user: { id: user },
      response_url: `${origin}/actions/1`,
      actions: [{ type: 'button', action_id: 'acknowledge', value: text, action_ts: id }],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return signed(body, at, 'application/x-www-form-urlencoded');
  },
  signed,
  forged: (request) => [
    withHeaders(request, { 'x-slack-signature': '' }),
    withHeaders(request, { 'x-slack-signature': `v0=${'0'.repeat(64)}` }),
    withHeaders(request, { 'x-slack-request-timestamp': '1' }),
    withBody(request, (body) => `${body} `),
  ],
  mostOffMs: 300_000,
  answer({ path, headers }) {
    const json = (value: unknown) => ({ status: 200, body: JSON.stringify(value) });
    if (path.startsWith('/actions/')) return { status: 200, body: '{"ok":true}' };
    if (headers.authorization !== `Bearer ${TOKEN}`) return json({ ok: false, error: 'invalid_auth' });
    if (!path.startsWith('/conversations.history')) return json({ ok: true });
    const query = new URL(path, 'http://double').searchParams;
    return json({ ok: true, messages: [{ text: threads.get(query.get('latest') ?? '') ?? '' }] });
  },
  shown: (_answer, received) =>
    received
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => (JSON.parse(body) as { text: string }).text)
      .join('\n'),
};
