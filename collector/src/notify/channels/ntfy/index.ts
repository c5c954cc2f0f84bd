import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { judgeCode, judgeStatus, type Meanings } from '../../services/judge-answer.ts';
import { otherLines } from '../../services/lines-with-links.ts';
import { type PageText, pageText } from '../../texts.ts';

const topicSchema = z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, 'is not the name of a topic');

const options = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://ntfy.sh')
    .describe('Address of the server'),
  topic: topicSchema
    .pipe(secretSchema)
    .describe('Topic; on a server without accounts whoever knows it may read, so it is a secret'),
  token: secretSchema.optional().describe('Access token (tk_…), where the topic is protected'),
});
type Options = z.output<typeof options>;

const PRIORITIES = { critical: 5, major: 4, minor: 3, advisory: 2 } as const;
/** Bytes of title and text; what is longer becomes a file that no lock screen shows. */
const MOST_BYTES = 4000;
/** A server gives one message back each five seconds. */
const REFILL_MS = 5000;

const meanings: Meanings = {
  40101: { end: 'refused', means: 'the token is not known' },
  40301: { end: 'refused', means: 'nobody may write to the topic with this token' },
  41301: { end: 'refused', means: 'the message is too long' },
  42901: { end: 'busy', means: 'too many messages', waitMs: REFILL_MS },
  42903: { end: 'busy', means: 'too many messages', waitMs: REFILL_MS },
  42905: { end: 'busy', means: 'too much for today', waitMs: REFILL_MS },
  42908: { end: 'refused', means: 'the messages of today are used up' },
};

const refusalSchema = z.object({ code: z.int() });

/** Publishes to a topic of ntfy; its button acknowledges by a POST of the phone. */
export default defineChannel({
  name: 'ntfy',
  options,
  addresses: topicSchema,
  addressed: (settings, topic) => ({ ...settings, topic: secretSchema.parse(topic) }),
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: 60,
    ringsPeople: true,
    mostCases: 6,
  },
  send: (page, settings, signal) => {
    const { url, token } = settings;
    const headers = token === undefined ? undefined : { authorization: `Bearer ${token.reveal()}` };
    return askService(jsonRequest(url, messageOf(page, settings), headers), signal, judge);
  },
});

function messageOf(page: PageMessage, { topic }: Options) {
  const fits = (text: PageText) =>
    Buffer.byteLength([text.subject, ...text.lines, ...otherLines(text)].join('\n')) <= MOST_BYTES;
  const text = fitText(pageText(page), fits);
  const { subject, acknowledge, open } = text;
  const lines = [...text.lines, ...otherLines(text)];
  return {
    topic: topic.reveal(),
    title: subject,
    message: lines.join('\n') || subject,
    priority: page.case.recoveredAt === null ? PRIORITIES[page.case.severity] : 3,
    click: page.acknowledgeUrl,
    actions: [
      { action: 'http', label: acknowledge, url: page.acknowledgeUrl, method: 'POST', clear: true },
      { action: 'view', label: open, url: page.caseUrl },
    ],
  };
}

async function judge(answer: ServiceAnswer) {
  if (answer.status < 300) return judgeStatus(answer);
  const { data } = refusalSchema.safeParse(await answer.json());
  return data === undefined ? judgeStatus(answer) : judgeCode(data.code, meanings[String(data.code)], answer);
}
