import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { judgeField } from '../../services/judge-field.ts';
import { requestFaults, requestSchema, templatedRequest } from '../../services/templated-request.ts';
import { pageText } from '../../texts.ts';

const options = requestSchema
  .extend({
    secret: secretSchema
      .optional()
      .describe('Signs the body: header X-Watchcase-Signature: sha256=<HMAC-SHA-256, hex>'),
  })
  .check(({ value, issues }) => {
    for (const fault of requestFaults(value)) issues.push({ code: 'custom', input: value, ...fault });
  });

/** Posts the page as JSON, or as a template says, once. 2xx is delivered; 408, 429 and 5xx are worth another try; anything else is a refusal. */
export default defineChannel({
  name: 'webhook',
  options,
  // The page has it, as `address`; a template as {{address}}.
  addresses: z.string().regex(/^[^\p{Cc}]{1,254}$/u, 'has a character that no address has'),
  addressed: (settings) => settings,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: null },
  send(page, { secret, ...settings }, signal) {
    const request = templatedRequest(settings, page, wholePage(page));
    const { body = '' } = request;
    const signature =
      secret === undefined
        ? {}
        : {
            'x-watchcase-signature': `sha256=${createHmac('sha256', secret.reveal()).update(body).digest('hex')}`,
          };
    const headers = { ...request.headers, 'idempotency-key': page.key, ...signature };
    const { okWhen } = settings;
    return askService({ ...request, headers }, signal, (answer) =>
      okWhen === undefined ? judgeStatus(answer) : judgeField(answer, okWhen),
    );
  },
});

function wholePage(page: PageMessage): string {
  const { subject, lines } = pageText(page);
  return JSON.stringify({ ...page, subject, text: lines.join('\n') });
}
