import { createHash } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import {
  type Answer,
  type ChatRequest,
  defineReplyService,
  jsonAnswer,
  type Reading,
  type Said,
  taken,
} from '../../contract.ts';
import { isSameText, offBy, parsedJson } from '../../signatures.ts';
import { answerMessage, textOfMessage } from './ask-feishu.ts';
import { decrypt } from './decrypt.ts';
import {
  challengeSchema,
  envelopeSchema,
  messageSchema,
  otherSchema,
  pressSchema,
  textSchema,
} from './payloads.ts';

const options = z.strictObject({
  encryptKey: secretSchema.describe('Encrypt Key of the app (Events and callbacks, encryption)'),
  verificationToken: secretSchema.describe('Verification Token of the app, beside it'),
  appId: z
    .string()
    .regex(/^cli_\w+$/, 'is not the id of an app, such as cli_a1b2c3')
    .describe('App ID'),
  appSecret: secretSchema.describe('App Secret, by which the app answers'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://open.feishu.cn')
    .describe('Address of the open platform; Lark’s is https://open.larksuite.com'),
});
type Options = z.output<typeof options>;

/** Ours: Feishu documents none. What was not answered comes again for hours, and is known by its id. */
const MOST_OFF_MS = 2 * 3_600_000;

/** Messages to an app of Feishu or Lark, and buttons of its cards. */
export default defineReplyService({
  name: 'feishu',
  options,
  read(request, settings, now): Reading {
    const inside = insideOf(request, settings);
    if (!isSigned(request, settings)) {
      // The first question of all is not signed; who can encrypt it has the key.
      const asked = challengeOf(inside, settings);
      return asked ?? { is: 'refused', because: 'signature' };
    }
    const time = Number(request.headers['x-lark-request-timestamp']) * 1000;
    const offMs = offBy(time, now, MOST_OFF_MS);
    if (offMs !== undefined) return { is: 'refused', because: 'clock', offMs };
    return challengeOf(inside, settings) ?? readInside(inside, settings);
  },
});

function insideOf({ body }: ChatRequest, { encryptKey }: Options): unknown {
  const { data } = envelopeSchema.safeParse(parsedJson(body.toString('utf8')));
  if (data === undefined) return undefined;
  return parsedJson(decrypt(encryptKey.reveal(), data.encrypt) ?? '');
}

function isSigned({ headers, body }: ChatRequest, { encryptKey }: Options): boolean {
  const [time = '', nonce = ''] = [headers['x-lark-request-timestamp'], headers['x-lark-request-nonce']];
  const expected = createHash('sha256').update(`${time}${nonce}${encryptKey.reveal()}`).update(body);
  return isSameText(headers['x-lark-signature'] ?? '', expected.digest('hex'));
}

function challengeOf(inside: unknown, { verificationToken }: Options): Reading | undefined {
  const { data } = challengeSchema.safeParse(inside);
  if (data === undefined) return undefined;
  if (!isSameText(data.token, verificationToken.reveal())) return { is: 'refused', because: 'signature' };
  return { is: 'answered', answer: jsonAnswer({ challenge: data.challenge }) };
}

function readInside(inside: unknown, settings: Options): Reading {
  const known = otherSchema.safeParse(inside).data;
  if (known === undefined) return { is: 'refused', because: 'unreadable' };
  if (!isSameText(known.header.token, settings.verificationToken.reveal()))
    return { is: 'refused', because: 'signature' };
  const press = pressSchema.safeParse(inside).data;
  if (press !== undefined) {
    const { header, event } = press;
    const answer = (it: Answer) => Promise.resolve({ response: toastOf(it) });
    const [user, text] = [event.operator.open_id, event.action.value.command];
    const said: Said = {
      id: header.event_id,
      user,
      text,
      isToUs: true,
      about: () => Promise.resolve(''),
      answer,
    };
    return { is: 'said', said };
  }
  const message = messageSchema.safeParse(inside).data;
  return message === undefined ? { is: 'answered', answer: taken } : readMessage(message, settings);
}

function readMessage({ header, event }: z.output<typeof messageSchema>, settings: Options): Reading {
  const { message, sender } = event;
  const words = textSchema.safeParse(parsedJson(message.content)).data;
  if (sender.sender_type !== 'user' || message.message_type !== 'text' || words === undefined)
    return { is: 'answered', answer: taken };
  const mentions = message.mentions ?? [];
  const said: Said = {
    id: header.event_id,
    user: sender.sender_id.open_id,
    text: mentions.reduce((text, { key }) => text.replaceAll(key, ''), words.text).trim(),
    isToUs: message.chat_type === 'p2p' || mentions.length > 0,
    about: (signal) =>
      message.parent_id === undefined
        ? Promise.resolve('')
        : textOfMessage(settings, message.parent_id, signal),
    async answer(answer, signal) {
      const lost = await answerMessage(settings, message.message_id, answer, signal);
      return lost === '' ? { response: taken } : { response: taken, lost };
    },
  };
  return { is: 'said', said };
}

/** A notice to whoever pressed. */
function toastOf({ text, isDone }: Answer) {
  return jsonAnswer({ toast: { type: isDone ? 'success' : 'error', content: text } });
}
