import { escapeHtml } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage, SendResult } from '../../../model/index.ts';
import { aliyunAccount, askAliyun } from '../../services/aliyun.ts';
import { askService } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { cutText } from '../../services/cut-text.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { judgeField } from '../../services/judge-field.ts';
import { spokenText } from '../../services/short-text.ts';
import { smsParameter } from '../../services/sms-parameters.ts';
import { telephoneNumberSchema } from '../../services/telephone-number.ts';
import { requestFaults, requestSchema, templatedRequest } from '../../services/templated-request.ts';
import { templateSchema } from '../../services/templates.ts';
import { askTwilio, twilioAccount } from '../../services/twilio.ts';

const twilio = z.strictObject({
  kind: z.literal('twilio'),
  ...twilioAccount,
  to: telephoneNumberSchema.describe('Number that is called'),
  from: telephoneNumberSchema.describe('Number of the account that calls'),
});
const aliyun = z.strictObject({
  kind: z.literal('aliyun'),
  ...aliyunAccount,
  to: z
    .string()
    .regex(/^\d{6,15}$/, 'is not a telephone number')
    .describe('Number that is called'),
  from: z
    .string()
    .regex(/^\d{3,20}$/, 'is not a telephone number')
    .optional()
    .describe('Number that is shown; none in public mode'),
  template: z
    .string()
    .regex(/^TTS_\d+$/, 'is not the code of a template, such as TTS_123456')
    .describe('Code of the approved template'),
  parameters: z
    .record(z.string().regex(/^\w+$/, 'is not the name of a variable'), templateSchema)
    .default({ state: '{{state}}', id: '{{id}}', place: '{{place}}', title: '{{title}}' })
    .describe('What each variable of the template gets'),
  longest: z.int().min(4).max(1000).default(35).describe('Most characters of a variable'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://dyvmsapi.aliyuncs.com')
    .describe('Address of the API'),
});
const webhook = requestSchema.extend({ kind: z.literal('webhook') }).check(({ value, issues }) => {
  for (const fault of requestFaults(value)) issues.push({ code: 'custom', input: value, ...fault });
});

const options = z.strictObject({
  by: z
    .discriminatedUnion('kind', [twilio, aliyun, webhook])
    .describe('Who calls: `twilio`, `aliyun`, or a `webhook` with a template'),
  times: z.int().min(1).max(3).default(2).describe('How often it is read out'),
});
type Options = z.output<typeof options>;

/** Characters of what Twilio is told to say; it takes 4000. */
const MOST_SPOKEN = 1500;

/** Calls a telephone and reads the page out. Nobody acknowledges by it: that takes a link or the console. */
export default defineChannel({
  name: 'voice',
  options,
  addresses: z.string().regex(/^\+?\d{6,15}$/, 'is not a telephone number'),
  addressed: (settings, to) => ({ ...settings, by: callOf(settings.by, to) }),
  capabilities: {
    idempotencyWindowMs: 60_000,
    timeoutMs: 15_000,
    perMinute: 60,
    ringsPeople: true,
    mostCases: 8,
  },
  send(page, settings, signal, now): Promise<SendResult> {
    const { by } = settings;
    if (by.kind === 'twilio') {
      const fields = { To: by.to, From: by.from, Twiml: twimlOf(page, settings) };
      return askTwilio('Calls', fields, by, signal);
    }
    if (by.kind === 'aliyun') return askAliyun(aliyunCall(page, by, settings), by, signal, now);
    const spoken = JSON.stringify({ text: spokenText(page), language: page.language, key: page.key });
    const { okWhen } = by;
    return askService(templatedRequest(by, page, spoken), signal, (answer) =>
      okWhen === undefined ? judgeStatus(answer) : judgeField(answer, okWhen),
    );
  },
});

/** The same call to another number; a webhook has it from the page. */
function callOf(by: Options['by'], to: string): Options['by'] {
  return by.kind === 'webhook' ? by : { ...by, to };
}

function twimlOf(page: PageMessage, { times }: Options): string {
  const language = page.language === 'en' ? 'en-US' : 'zh-CN';
  const say = `<Say language="${language}">${escapeHtml(cutText(spokenText(page), MOST_SPOKEN / times))}</Say>`;
  return `<Response><Pause length="1"/>${Array.from({ length: times }, () => say).join('<Pause length="1"/>')}</Response>`;
}

function aliyunCall(page: PageMessage, by: Extract<Options['by'], { kind: 'aliyun' }>, { times }: Options) {
  const values = Object.entries(by.parameters).map(([name, template]) => [
    name,
    smsParameter(template, page, by.longest),
  ]);
  const parameters = {
    CalledNumber: by.to,
    ...(by.from === undefined ? {} : { CalledShowNumber: by.from }),
    TtsCode: by.template,
    TtsParam: JSON.stringify(Object.fromEntries(values)),
    PlayTimes: String(times),
    OutId: String(page.case.id).slice(0, 15),
  };
  return { url: by.url, action: 'SingleCallByTts', version: '2017-05-25', parameters };
}
