import { type EnrolReply, type EnrolRequest, enrolRequestSchema } from '@watchcase/protocol';
import { isUserError, type Log } from '@watchcase/runtime';
import { refusalOf } from './http/index.ts';

/** Who answers a newcomer. */
export interface EnrolByMqttNeeds {
  /** True when this collector is to answer the bearer of this token. */
  isOurs(token: string): Promise<boolean>;
  enrol(token: string, name: string): Promise<EnrolReply>;
  log: Log;
}

/** Enrolments over the broker at once; more are told to come again. */
const MOST_ENROLLING = 32;

/** Answers enrolments that come over the broker; undefined where another collector answers. Never rejects. */
export function createEnrolByMqtt({
  isOurs,
  enrol,
  log,
}: EnrolByMqttNeeds): (payload: string) => Promise<EnrolReply | undefined> {
  let enrolling = 0;
  return async (payload) => {
    const request = readEnrolRequest(payload);
    if (request === undefined)
      return refuse('ENROLMENT_REQUEST_INVALID', 'expected {"token", "name"}, and a name that can be read');
    if (enrolling >= MOST_ENROLLING) return refuse('ENROLMENT_BUSY', 'too many hosts join at once');
    enrolling++;
    try {
      return (await isOurs(request.token)) ? await enrol(request.token, request.name) : undefined;
    } catch (error) {
      if (isUserError(error)) return refusalOf(error);
      log.error({ code: 'INTERNAL', err: error }, 'an enrolment over the broker failed');
      return refuse('INTERNAL', 'something went wrong here; try again');
    } finally {
      enrolling--;
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
