import { createHash, createHmac } from 'node:crypto';
import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const KEY = { secretId: 'AKIDexample', secretKey: 'tencent-secret-key-0123' };
const sent = (Code: string) =>
  json({ Response: { SendStatusSet: [{ Code, SerialNo: '1' }], RequestId: 'a0' } });
const fault = (Code: string) => json({ Response: { Error: { Code, Message: '…' }, RequestId: 'a0' } });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
interface Body {
  PhoneNumberSet: string[];
  TemplateParamSet: string[];
}

/** SendSms. */
export const tencent: ServiceDouble = {
  options: (origin) => ({
    ...KEY,
    url: origin,
    appId: '1400006666',
    to: '+8613800138000',
    signName: '守望',
    template: '1110',
    longest: 20,
  }),
  secrets: [KEY.secretKey],
  carries: 'parameters',
  answer({ headers, body }, now) {
    const at = Number(headers['x-tc-timestamp']);
    if (Math.abs(now / 1000 - at) > 300) return fault('AuthFailure.SignatureExpire');
    const date = new Date(at * 1000).toISOString().slice(0, 10);
    const authorization = headers['authorization'] ?? '';
    if (!authorization.includes(`Credential=${KEY.secretId}/${date}/sms/tc3_request,`))
      return fault('AuthFailure.SecretIdNotFound');
    const lines = `content-type:${headers['content-type']}\nhost:${headers.host}\nx-tc-action:${String(headers['x-tc-action']).toLowerCase()}\n`;
    const canonical = `POST\n/\n\n${lines}\ncontent-type;host;x-tc-action\n${sha256(body)}`;
    const toSign = `TC3-HMAC-SHA256\n${at}\n${date}/sms/tc3_request\n${sha256(canonical)}`;
    const key = hmac(hmac(hmac(`TC3${KEY.secretKey}`, date), 'sms'), 'tc3_request');
    if (!authorization.endsWith(`Signature=${hmac(key, toSign).toString('hex')}`))
      return fault('AuthFailure.SignatureFailure');
    const { TemplateParamSet: values } = JSON.parse(body) as Body;
    if (values.some((value) => Array.from(value).length > 20))
      return sent('InvalidParameterValue.TemplateParameterLengthLimit');
    return sent('Ok');
  },
  shown: ({ body }) => (JSON.parse(body) as Body).TemplateParamSet.join('\n'),
  ends: [
    [sent('Ok'), delivered('code Ok: in their queue')],
    [
      sent('LimitExceeded.PhoneNumberThirtySecondLimit'),
      later(
        'code LimitExceeded.PhoneNumberThirtySecondLimit: the number has had a message within 30 seconds',
        30_000,
      ),
    ],
    [
      sent('LimitExceeded.PhoneNumberDailyLimit'),
      refused(
        'code LimitExceeded.PhoneNumberDailyLimit: the number has had all its messages of this hour or day',
      ),
    ],
    [
      sent('FailedOperation.InsufficientBalanceInSmsPackage'),
      refused('code FailedOperation.InsufficientBalanceInSmsPackage: the package is used up'),
    ],
    [fault('RequestLimitExceeded'), busy('code RequestLimitExceeded: too many requests', 1000)],
    [fault('InternalError'), later('code InternalError: Tencent Cloud failed')],
    [fault('NewFault.OfTomorrow'), refused('code NewFault.OfTomorrow')],
    [{ status: 504 }, later('HTTP 504: not the answer of this service')],
  ],
  wrong: [
    [{ secretKey: 'another' }, refused('code AuthFailure.SignatureFailure: the SecretKey is wrong')],
    [{ secretId: 'another' }, refused('code AuthFailure.SecretIdNotFound: the SecretId is not known')],
  ],
  clockOff: refused('code AuthFailure.SignatureExpire: our clock is off by more than five minutes'),
};
