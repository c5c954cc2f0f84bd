import { z } from 'zod';
import { aliyunAccount, askAliyun } from '../../services/aliyun.ts';
import { defineChannel } from '../../contract.ts';
import { smsParameter } from '../../services/sms-parameters.ts';
import { templateSchema } from '../../services/templates.ts';

const numberSchema = z.string().regex(/^\+?\d{6,15}$/, 'is not a telephone number');

const options = z.strictObject({
  ...aliyunAccount,
  to: numberSchema.describe('Number the message is for, as 13800138000'),
  signName: z.string().min(1).describe('Approved signature'),
  template: z
    .string()
    .regex(/^SMS_\d+$/, 'is not the code of a template, such as SMS_123456')
    .describe('Code of the approved template'),
  parameters: z
    .record(z.string().regex(/^\w+$/, 'is not the name of a variable'), templateSchema)
    .default({ state: '{{state}}', id: '{{id}}', place: '{{place}}', title: '{{title}}', due: '{{due}}' })
    .describe('What each variable of the template gets'),
  longest: z.int().min(4).max(1000).default(35).describe('Most characters of a variable'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://dysmsapi.aliyuncs.com')
    .describe('Address of the API'),
});

/** Sends an approved text message by Aliyun. */
export default defineChannel({
  name: 'sms-aliyun',
  options,
  addresses: numberSchema,
  addressed: (settings, to) => ({ ...settings, to }),
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: null,
    ringsPeople: true,
    mostCases: 4,
  },
  send: (page, settings, signal, now) => {
    const values = Object.entries(settings.parameters).map(([name, template]) => [
      name,
      smsParameter(template, page, settings.longest),
    ]);
    const parameters = {
      PhoneNumbers: settings.to,
      SignName: settings.signName,
      TemplateCode: settings.template,
      TemplateParam: JSON.stringify(Object.fromEntries(values)),
      OutId: `${page.case.id}`,
    };
    const call = { url: settings.url, action: 'SendSms', version: '2017-05-25', parameters };
    return askAliyun(call, settings, signal, now);
  },
});
