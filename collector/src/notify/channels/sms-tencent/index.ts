import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { smsParameter } from '../../services/sms-parameters.ts';
import { telephoneNumberSchema } from '../../services/telephone-number.ts';
import { templateSchema } from '../../services/templates.ts';
import { judgeTencent } from './judge-tencent.ts';
import { signedRequest } from './signed-request.ts';

const options = z.strictObject({
  secretId: z.string().min(1).describe('SecretId of a CAM user that may send text messages and nothing else'),
  secretKey: secretSchema.describe('SecretKey'),
  appId: z
    .string()
    .regex(/^\d+$/, 'is not the number of an application')
    .describe('SmsSdkAppId, in quotation marks'),
  to: telephoneNumberSchema.describe('Number the message is for'),
  signName: z.string().min(1).describe('Approved signature'),
  template: z
    .string()
    .regex(/^\d+$/, 'is not the number of a template')
    .describe('Number of the approved template, in quotation marks'),
  parameters: z
    .array(templateSchema)
    .default(['{{state}}', '{{id}}', '{{host}}', '{{title}}'])
    .describe('What the variables {1}, {2} … of the template get'),
  longest: z.int().min(4).max(1000).default(12).describe('Most characters of a variable'),
  region: z.string().min(1).default('ap-guangzhou').describe('Region of the API'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://sms.tencentcloudapi.com')
    .describe('Address of the API'),
});
type Options = z.output<typeof options>;

/** Sends an approved text message by Tencent Cloud. */
export default defineChannel({
  name: 'sms-tencent',
  options,
  addresses: telephoneNumberSchema,
  addressed: (settings, to) => ({ ...settings, to }),
  capabilities: {
    idempotencyWindowMs: 20_000,
    timeoutMs: 10_000,
    perMinute: null,
    ringsPeople: true,
    mostCases: 4,
  },
  send: (page, settings, signal, now) =>
    askService(signedRequest(settings, messageOf(page, settings), now), signal, judgeTencent),
});

function messageOf(
  page: PageMessage,
  { to, appId, signName, template, parameters, longest }: Options,
): string {
  return JSON.stringify({
    PhoneNumberSet: [to],
    SmsSdkAppId: appId,
    SignName: signName,
    TemplateId: template,
    TemplateParamSet: parameters.map((one) => smsParameter(one, page, longest)),
    SessionContext: String(page.case.id),
  });
}
