import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { SendResult } from '../../../model/index.ts';
import { defineChannel } from '../../contract.ts';
import { pageText } from '../../texts.ts';

const options = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address the page is posted to'),
  secret: secretSchema
    .optional()
    .describe('Signs the body: header X-Watchcase-Signature: sha256=<HMAC-SHA-256, hex>'),
  headers: z.record(z.string(), z.string()).default({}).describe('Further request headers'),
});

/** Posts the page as JSON, once. 2xx is delivered; 408, 429 and 5xx are worth another try; anything else never will be. */
export default defineChannel({
  name: 'webhook',
  options,
  capabilities: { idempotencyWindowMs: 20_000, timeoutMs: 10_000, perMinute: null },
  async send(page, { url, secret, headers }, signal): Promise<SendResult> {
    const { subject, lines } = pageText(page);
    const body = JSON.stringify({ ...page, subject, text: lines.join('\n') });
    const signature =
      secret === undefined
        ? {}
        : {
            'x-watchcase-signature': `sha256=${createHmac('sha256', secret.reveal()).update(body).digest('hex')}`,
          };
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        signal,
        redirect: 'manual',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'idempotency-key': page.key,
          ...signature,
        },
      });
      await response.body?.cancel();
      return resultOf(response);
    } catch (error) {
      return { outcome: 'retry', detail: reasonOf(error) };
    }
  },
});

function resultOf(response: Response): SendResult {
  const detail = `HTTP ${response.status}`;
  if (response.ok) return { outcome: 'delivered', detail };
  if (response.status !== 408 && response.status !== 429 && response.status < 500)
    return { outcome: 'failed', detail };
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds)
    ? { outcome: 'retry', detail, retryAfterMs: seconds * 1000 }
    : { outcome: 'retry', detail };
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code ?? (error as Error).name;
}
