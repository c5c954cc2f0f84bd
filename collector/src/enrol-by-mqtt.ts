import { type EnrolReply, type EnrolRequest, enrolRequestSchema } from '@watchcase/protocol';
import { isUserError, type Log } from '@watchcase/runtime';
import { refusalOf } from './http/index.ts';

/** Who answers a newcomer. */
export interface EnrolByMqttNeeds {
  /** True when this collector is to answer the bearer of this token. */
  isOurs(token: string): Promise<boolean>;
  enrol(request: EnrolRequest): Promise<EnrolReply>;
  log: Log;
}

/** Answers enrolments that come over the broker; undefined where another collector answers. Never rejects. */
export function createEnrolByMqtt({
  isOurs,
  enrol,
  log,
}: EnrolByMqttNeeds): (payload: string) => Promise<EnrolReply | undefined> {
  return async (payload) => {
    const request = readEnrolRequest(payload);
    if (request === undefined)
      return refuse(
        'ENROLMENT_REQUEST_INVALID',
        'expected {"token", "name"}, and a name that can be read; "id" and "attempt" may stand beside',
      );
    try {
      return (await isOurs(request.token)) ? await enrol(request) : undefined;
    } catch (error) {
      if (isUserError(error)) {
        log.warn({ code: error.code, host: request.name }, 'a host was not let in');
        return refusalOf(error);
      }
      log.error({ code: 'INTERNAL', err: error }, 'an enrolment over the broker failed');
      return refuse('INTERNAL', 'something went wrong here; try again');
    }
  };
}

function refuse(code: string, message: string): EnrolReply {
  return { ok: false, code, message };
}

function readEnrolRequest(payload: string): EnrolRequest | undefined {
  try {
    return enrolRequestSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
