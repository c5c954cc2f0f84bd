import { z } from 'zod';
import type { SendResult } from '../../../model/index.ts';
import type { ServiceAnswer } from '../../services/exchange.ts';
import { judgeCode, judgeUnreadable, type Meaning, type Meanings } from '../../services/judge-answer.ts';

const refused = (means: string): Meaning => ({ end: 'refused', means });
const used = refused('the number has had all its messages of this hour or day');
const meanings: Meanings = {
  'LimitExceeded.PhoneNumberThirtySecondLimit': {
    end: 'later',
    means: 'the number has had a message within 30 seconds',
    waitMs: 30_000,
  },
  'LimitExceeded.PhoneNumberOneHourLimit': used,
  'LimitExceeded.PhoneNumberDailyLimit': used,
  'LimitExceeded.PhoneNumberSameContentDailyLimit': used,
  'LimitExceeded.AppDailyLimit': refused('the messages of today are used up'),
  'LimitExceeded.DeliveryFrequencyLimit': { end: 'later', means: 'too many messages', waitMs: 30_000 },
  RequestLimitExceeded: { end: 'busy', means: 'too many requests', waitMs: 1000 },
  InternalError: { end: 'later', means: 'Tencent Cloud failed' },
  'InternalError.Timeout': { end: 'later', means: 'Tencent Cloud failed' },
  'InternalError.OtherError': { end: 'later', means: 'Tencent Cloud failed' },
  'AuthFailure.SecretIdNotFound': refused('the SecretId is not known'),
  'AuthFailure.InvalidSecretId': refused('the SecretId is not valid'),
  'AuthFailure.SignatureFailure': refused('the SecretKey is wrong'),
  'AuthFailure.SignatureExpire': refused('our clock is off by more than five minutes'),
  'AuthFailure.UnauthorizedOperation': refused('the CAM user may not do this'),
  'UnauthorizedOperation.RequestIpNotInWhitelist': refused(
    'our address is not among those the account takes',
  ),
  'UnauthorizedOperation.SmsSdkAppIdVerifyFail': refused('the application is not of this account'),
  'FailedOperation.SignatureIncorrectOrUnapproved': refused('the signature is not known or not approved'),
  'FailedOperation.TemplateIncorrectOrUnapproved': refused('the template is not known or not approved'),
  'FailedOperation.PhoneNumberInBlacklist': refused('whoever has the number has opted out'),
  'FailedOperation.InsufficientBalanceInSmsPackage': refused('the package is used up'),
  'FailedOperation.ContainSensitiveWord': refused('a variable has a word that is not allowed'),
  'InvalidParameterValue.IncorrectPhoneNumber': refused('the number is not valid'),
  'InvalidParameterValue.TemplateParameterLengthLimit': refused('a variable is too long, set `longest`'),
  'InvalidParameterValue.TemplateParameterFormatError': refused(
    'a variable has what its kind does not allow',
  ),
  'InvalidParameterValue.ProhibitedUseUrlInTemplateParameter': refused(
    'a variable has an address in it, which belongs into the template',
  ),
  'InvalidParameterValue.ContentLengthLimit': refused('the message is too long'),
};

const answerSchema = z.object({
  Response: z.object({
    Error: z.object({ Code: z.string() }).optional(),
    SendStatusSet: z.array(z.object({ Code: z.string() })).default([]),
  }),
});

/** Every answer is HTTP 200: a fault of the request, or of the one message in it, stands in the body. */
export async function judgeTencent(answer: ServiceAnswer): Promise<SendResult> {
  const { data } = answerSchema.safeParse(await answer.json());
  const code = data?.Response.Error?.Code ?? data?.Response.SendStatusSet[0]?.Code;
  if (code === undefined) return judgeUnreadable(answer);
  if (code === 'Ok') return { outcome: 'delivered', detail: 'code Ok: in their queue' };
  return judgeCode(code, meanings[code], answer);
}
