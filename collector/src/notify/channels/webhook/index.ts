import { createHmac } from 'node:crypto';
import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { SendResult } from '../../../model/index.ts';
import { defineChannel } from '../../contract.ts';
import { pageText } from '../../texts.ts';

/** A header value may be a key, so it is a secret; it is checked here because a request with a wrong one cannot even be made. */
const headerValueSchema = z
  .string()
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has signs that no header may have')
  .pipe(secretSchema);

const options = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address the page is posted to'),
  secret: secretSchema
    .optional()
    .describe('Signs the body: header X-Watchcase-Signature: sha256=<HMAC-SHA-256, hex>'),
  headers: z
    .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not a header name'), headerValueSchema)
    .default({})
    .describe('Further request headers'),
});

/** Posts the page as JSON, once. 2xx is delivered; 408, 429 and 5xx are worth another try; anything else is a refusal. */
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
          ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()])),
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
    return { outcome: 'retry', detail, refused: true };
  const retryAfterMs = waitOf(response.headers);
  return retryAfterMs === undefined
    ? { outcome: 'retry', detail }
    : { outcome: 'retry', detail, retryAfterMs };
}

/** Retry-After is seconds or a date (RFC 9110 §10.2.3); a date counts from the sender's own. */
function waitOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return waitMs >= 0 ? waitMs : undefined;
}

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string } }).cause;
  return cause?.code ?? (error as Error).name;
}
