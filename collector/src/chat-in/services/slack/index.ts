import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import { jsonRequest } from '../../../notify/index.ts';
import { bearerGet, call } from '../../call.ts';
import {
  type Answer,
  defineReplyService,
  jsonAnswer,
  type Reading,
  type Said,
  taken,
} from '../../contract.ts';
import { isSameText, offBy, parsedJson } from '../../signatures.ts';
import { commandSchema, eventSchema, pressSchema } from './payloads.ts';
import { plainText } from './plain-text.ts';

const options = z.strictObject({
  signingSecret: secretSchema.describe('Signing secret of the app (Basic Information)'),
  botToken: secretSchema
    .optional()
    .describe('Token of the bot (xoxb-…), by which it answers messages; buttons and commands need none'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://slack.com/api')
    .describe('Address of the Web API'),
});
type Options = z.output<typeof options>;

/** Slack's own advice. */
const MOST_OFF_MS = 300_000;
/** Where Slack takes answers to buttons. */
const HOOKS = 'https://hooks.slack.com';

const okSchema = z.object({ ok: z.boolean(), error: z.string().optional() });
const historySchema = z.object({ messages: z.array(z.object({ text: z.string().default('') })) });

/** Buttons, mentions, messages and slash commands of Slack. */
export default defineReplyService({
  name: 'slack',
  options,
  read({ headers, body }, settings, now): Reading {
    const text = body.toString('utf8');
    const time = headers['x-slack-request-timestamp'] ?? '';
    const expected = createHmac('sha256', settings.signingSecret.reveal()).update(`v0:${time}:${text}`);
    if (!isSameText(headers['x-slack-signature'] ?? '', `v0=${expected.digest('hex')}`))
      return { is: 'refused', because: 'signature' };
    const offMs = offBy(Number(time) * 1000, now, MOST_OFF_MS);
    if (offMs !== undefined) return { is: 'refused', because: 'clock', offMs };
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    return isForm ? readForm(new URLSearchParams(text), settings) : readEvent(parsedJson(text), settings);
  },
});

function readForm(form: URLSearchParams, settings: Options): Reading {
  const payload = form.get('payload');
  const pressed = pressSchema.safeParse(parsedJson(payload ?? '')).data;
  const [press] = pressed?.actions ?? [];
  if (pressed !== undefined && press !== undefined) {
    const said: Said = {
      id: `${pressed.user.id} ${press.action_ts}`,
      user: pressed.user.id,
      text: press.value,
      isToUs: true,
      about: () => Promise.resolve(''),
      answer: async (answer, signal) => ({
        response: taken,
        ...(await sent(answerByUrl(pressed.response_url, answer, settings, signal))),
      }),
    };
    return { is: 'said', said };
  }
  const command = commandSchema.safeParse(Object.fromEntries(form)).data;
  if (command === undefined)
    return payload === null ? { is: 'refused', because: 'unreadable' } : { is: 'answered', answer: taken };
  const { trigger_id: id, user_id: user, text } = command;
  const answer = (it: Answer) => Promise.resolve({ response: jsonAnswer(messageOf(it)) });
  return { is: 'said', said: { id, user, text, isToUs: true, about: () => Promise.resolve(''), answer } };
}

function readEvent(value: unknown, settings: Options): Reading {
  const { data } = eventSchema.safeParse(value);
  if (data === undefined) return { is: 'refused', because: 'unreadable' };
  if (data.type === 'url_verification')
    return { is: 'answered', answer: jsonAnswer({ challenge: data.challenge ?? '' }) };
  const { event } = data;
  // What bots write, edits and joins are nobody's answer.
  if (event?.user === undefined || event.bot_id !== undefined || event.subtype !== undefined)
    return { is: 'answered', answer: taken };
  const { channel, ts, user, thread_ts: thread } = event;
  const said: Said = {
    // A mention comes as a message and as a mention, with an event id each.
    id: `${channel} ${ts}`,
    user,
    text: plainText(event.text),
    isToUs: event.type === 'app_mention' || event.channel_type === 'im',
    about: (signal) =>
      thread === undefined || thread === ts
        ? Promise.resolve('')
        : firstOf(settings, { channel, thread }, signal),
    answer: async (answer, signal) => ({
      response: taken,
      ...(await sent(post(settings, { channel, thread_ts: thread ?? ts, text: answer.text }, signal))),
    }),
  };
  return { is: 'said', said };
}

/** What was done is for all to see; what was not, and what was asked, only for who asked. */
function messageOf({ text, isDone }: Answer) {
  return { text, response_type: isDone ? 'in_channel' : 'ephemeral', replace_original: false };
}

function answerByUrl(url: string, answer: Answer, settings: Options, signal: AbortSignal): Promise<string> {
  const { origin } = new URL(url);
  // It is signed by Slack; nobody else is sent anything, however it came in.
  if (origin !== HOOKS && origin !== new URL(settings.url).origin)
    return Promise.resolve('its response_url is not at hooks.slack.com');
  return call(jsonRequest(url, messageOf(answer)), signal).then((it) => (it.ok ? '' : it.detail));
}

async function post({ url, botToken }: Options, message: object, signal: AbortSignal): Promise<string> {
  if (botToken === undefined) return 'without botToken a message is not answered';
  const authorization = `Bearer ${botToken.reveal()}`;
  const called = await call(jsonRequest(`${url}/chat.postMessage`, message, { authorization }), signal);
  if (!called.ok) return called.detail;
  const { data } = okSchema.safeParse(called.value);
  return data?.ok === true ? '' : (data?.error ?? 'not the answer of Slack');
}

/** The message that a thread began with. */
async function firstOf(
  { url, botToken }: Options,
  { channel, thread }: { channel: string; thread: string },
  signal: AbortSignal,
): Promise<string> {
  if (botToken === undefined) return '';
  // conversations.replies is not for bots in channels; the history is.
  const at = new URL(`${url}/conversations.history`);
  const one = { channel, latest: thread, oldest: thread, inclusive: 'true', limit: '1' };
  at.search = new URLSearchParams(one).toString();
  const called = await call(bearerGet(at, botToken.reveal()), signal);
  const found = called.ok ? historySchema.safeParse(called.value).data : undefined;
  return found?.messages[0]?.text ?? '';
}

async function sent(sending: Promise<string>): Promise<{ lost?: string }> {
  const lost = await sending;
  return lost === '' ? {} : { lost };
}
