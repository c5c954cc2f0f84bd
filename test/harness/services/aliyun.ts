import { createHash, createHmac } from 'node:crypto';
import type { ReceivedRequest, WebhookAnswer } from '../webhook.ts';
import { busy, delivered, json, later, queryOf, refused, type ServiceDouble } from './service-double.ts';

export const ALIYUN = { accessKeyId: 'LTAI5tExample', accessKeySecret: 'aliyun-access-key-secret' };
const said = (Code: string, Message = '…', status = 200) =>
  json({ Code, Message, RequestId: 'F655' }, status);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A refusal of the signature as Aliyun computes it from what has arrived; undefined for a good one. */
export function aliyunSignature(
  { headers, path, method }: ReceivedRequest,
  now: number,
): WebhookAnswer | undefined {
  const authorization = headers['authorization'] ?? '';
  const { names = '', signature } =
    /SignedHeaders=(?<names>[^,]+),Signature=(?<signature>\w+)$/.exec(authorization)?.groups ?? {};
  if (!authorization.includes(`Credential=${ALIYUN.accessKeyId},`))
    return said('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404);
  if (Math.abs(now - Date.parse(String(headers['x-acs-date']))) > 900_000)
    return said('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.', 400);
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const [uri, query = ''] = path.split('?');
  const canonical = [method, uri, query, lines.join(''), names, sha256('')].join('\n');
  const right = createHmac('sha256', ALIYUN.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  if (signature === right) return undefined;
  return said('SignatureDoesNotMatch', `server string to sign is: ${canonical}`, 400);
}

/** SendSms. */
export const aliyun: ServiceDouble = {
  options: (origin) => ({
    ...ALIYUN,
    url: origin,
    to: '13800138000',
    signName: '守望',
    template: 'SMS_1234567',
  }),
  secrets: [ALIYUN.accessKeySecret],
  carries: 'parameters',
  answer(request, now) {
    const fault = aliyunSignature(request, now);
    if (fault !== undefined) return fault;
    const query = queryOf(request);
    if (request.headers['x-acs-action'] !== 'SendSms') return said('InvalidAction.NotFound', '…', 404);
    const values = Object.values(JSON.parse(query.get('TemplateParam') ?? '{}') as Record<string, string>);
    if (values.some((value) => Array.from(value).length > 35)) return said('isv.PARAM_LENGTH_LIMIT');
    if (values.some((value) => value.includes('://'))) return said('isv.PARAM_NOT_SUPPORT_URL');
    return said('OK', 'OK');
  },
  shown: (request) =>
    Object.values(JSON.parse(queryOf(request).get('TemplateParam') ?? '{}') as Record<string, string>).join(
      '\n',
    ),
  ends: [
    [said('OK', 'OK'), delivered('code OK: in their queue')],
    [
      said('isv.BUSINESS_LIMIT_CONTROL', '触发分钟级流控Permits:1'),
      later('code isv.BUSINESS_LIMIT_CONTROL: the number has had its message of this minute', 60_000),
    ],
    [
      said('isv.BUSINESS_LIMIT_CONTROL', '触发小时级流控Permits:5'),
      refused('code isv.BUSINESS_LIMIT_CONTROL: the number has had all its messages of this hour or day'),
    ],
    [said('isv.AMOUNT_NOT_ENOUGH'), refused('code isv.AMOUNT_NOT_ENOUGH: the account is empty')],
    [said('isp.SYSTEM_ERROR'), later('code isp.SYSTEM_ERROR: Aliyun failed')],
    [said('Throttling.User', '…', 400), busy('code Throttling.User: too many requests', 1000)],
    [
      said('InvalidAccessKeyId.Inactive', '…', 403),
      refused('code InvalidAccessKeyId.Inactive: the AccessKey is turned off'),
    ],
    [{ status: 503 }, later('HTTP 503: not the answer of this service')],
  ],
  wrong: [
    [{ accessKeySecret: 'another' }, refused('code SignatureDoesNotMatch: the AccessKey secret is wrong')],
    [{ accessKeyId: 'another' }, refused('code InvalidAccessKeyId.NotFound: the AccessKey is not known')],
    [
      { longest: 100, parameters: { a: '{{text}}' } },
      refused('code isv.PARAM_LENGTH_LIMIT: a variable is too long, set `longest`'),
    ],
  ],
  clockOff: refused('code InvalidTimeStamp.Expired: our clock is off by more than 15 minutes'),
};
