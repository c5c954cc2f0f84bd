import { createHash, createHmac } from 'node:crypto';
import type { Secret } from '@watchcase/runtime';
import type { ServiceRequest } from '../../services/exchange.ts';

const CONTENT_TYPE = 'application/json; charset=utf-8';
const SIGNED = 'content-type;host;x-tc-action';

/** A request to SendSms with its signature, TC3-HMAC-SHA256 (pure; Tencent Cloud, "Signature v3"). */
export function signedRequest(
  { secretId, secretKey, region, url }: { secretId: string; secretKey: Secret; region: string; url: string },
  body: string,
  now: number,
): ServiceRequest {
  const seconds = String(Math.floor(now / 1000));
  const date = new Date(now).toISOString().slice(0, 10);
  const { host } = new URL(url);
  const headers = `content-type:${CONTENT_TYPE}\nhost:${host}\nx-tc-action:sendsms\n`;
  const canonical = ['POST', '/', '', headers, SIGNED, sha256(body)].join('\n');
  const scope = `${date}/sms/tc3_request`;
  const toSign = ['TC3-HMAC-SHA256', seconds, scope, sha256(canonical)].join('\n');
  const key = [date, 'sms', 'tc3_request'].reduce(
    (made: string | Buffer, part) => hmac(made, part),
    `TC3${secretKey.reveal()}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  return {
    url,
    body,
    headers: {
      'content-type': CONTENT_TYPE,
      'x-tc-action': 'SendSms',
      'x-tc-version': '2021-01-11',
      'x-tc-region': region,
      'x-tc-timestamp': seconds,
      authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=${SIGNED}, Signature=${signature}`,
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
