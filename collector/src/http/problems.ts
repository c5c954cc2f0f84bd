import { type Fault, isUserError, type Log } from '@watchcase/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStoreAway } from './is-store-away.ts';

const statuses: Readonly<Record<string, number>> = {
  CASE_NOT_FOUND: 404,
  HOST_NOT_FOUND: 404,
  CASE_ALREADY_ACKNOWLEDGED: 409,
  CASE_ALREADY_RESOLVED: 409,
  CASE_ALREADY_CLOSED: 409,
  CASE_NOT_ACKNOWLEDGED: 409,
  CASE_NOT_ENDED: 409,
  CASE_GOES_ON: 409,
  ENROLMENT_TOKEN_INVALID: 403,
  ENROLMENT_TOKEN_USED: 403,
  ENROLMENT_TOKEN_EXPIRED: 403,
  BROKER_CANNOT_ADD_CREDENTIAL: 409,
  LOGIN_FAILED: 401,
  LIVE_FULL: 503,
  SHARD_OWNER_AWAY: 503,
};

/** Codes of what the framework refuses before any route sees it. */
const codes: Readonly<Record<number, string>> = {
  404: 'NOT_FOUND',
  413: 'REQUEST_TOO_LARGE',
  415: 'REQUEST_NOT_JSON',
  429: 'TOO_MANY_REQUESTS',
};

/** Sends an RFC 9457 problem. */
export function sendProblem(
  reply: FastifyReply,
  problem: { status: number; code: string; title: string; detail?: string; faults?: readonly Fault[] },
): FastifyReply {
  const { status, code, title, detail = '', faults } = problem;
  return reply
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title,
        status,
        code,
        detail,
        ...(faults === undefined ? {} : { faults }),
      }),
    );
}

/** Every error leaves as a problem with a stable code; nothing of the inside gets out but into the log. */
export function installProblems(app: FastifyInstance, log: Log): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answerProblem({ error, request, reply, log }));
}

/** Answers a request that failed. */
export function answerProblem(failed: {
  error: FastifyError;
  request: FastifyRequest;
  reply: FastifyReply;
  log: Log;
}): FastifyReply {
  const { error, request, reply, log } = failed;
  if (isUserError(error)) {
    const fault = error.faults[0];
    const status = statuses[error.code] ?? 400;
    return sendProblem(reply, {
      status,
      code: error.code,
      title: fault?.message ?? error.code,
      detail: fault?.fix ?? '',
      faults: error.faults,
    });
  }
  if (error.validation !== undefined) {
    const faults = error.validation.map((one) => ({
      code: 'REQUEST_INVALID',
      place: `${error.validationContext ?? 'request'}${one.instancePath}`,
      message: one.message ?? 'is not as expected',
    }));
    return sendProblem(reply, {
      status: 400,
      code: 'REQUEST_INVALID',
      title: 'The request is not as expected',
      faults,
    });
  }
  if (request.raw.destroyed && !request.raw.complete) {
    log.debug(
      { code: 'REQUEST_ABORTED', reason: error.message },
      'a client went away in the middle of its request',
    );
    return sendProblem(reply, {
      status: 400,
      code: 'REQUEST_ABORTED',
      title: 'The request was not finished',
    });
  }
  const { method } = request;
  const route = request.routeOptions.url ?? 'none';
  if (isStoreAway(error)) {
    log.error({ code: 'STORE_UNAVAILABLE', method, route, err: error }, 'the database could not do its work');
    return sendProblem(reply, {
      status: 503,
      code: 'STORE_UNAVAILABLE',
      title: 'The database cannot be used at the moment',
      detail: 'Try again in a while. The log of the collector says more.',
    });
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    log.error({ code: 'INTERNAL', method, route, err: error }, 'a request failed');
    return sendProblem(reply, {
      status: 500,
      code: 'INTERNAL',
      title: 'Something went wrong here',
      detail: 'The log of the collector says more.',
    });
  }
  return sendProblem(reply, {
    status,
    code: codes[status] ?? 'REQUEST_INVALID',
    title: 'The request cannot be taken',
    detail: error.message,
  });
}
