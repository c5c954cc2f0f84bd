import { isUserError, type Log } from '@watchcase/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isStoreAway } from './is-store-away.ts';
import { PROBLEM_TYPE, problemText, type Refusal, statusOf } from './problem.ts';
import { isDrawn, refusalPage } from './refusal-page.ts';

/** Codes of what the framework refuses before any route sees it. */
const codes: Readonly<Record<number, string>> = {
  404: 'NOT_FOUND',
  413: 'REQUEST_TOO_LARGE',
  415: 'REQUEST_NOT_JSON',
  429: 'TOO_MANY_REQUESTS',
};

/** Sends an RFC 9457 problem, or a page that says the same where people come by a link. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { request } = reply;
  reply.status(refusal.status);
  return isDrawn(request.url)
    ? reply.type('text/html').send(refusalPage(request, refusal.code))
    : reply.type(PROBLEM_TYPE).send(problemText(refusal));
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
  return sendProblem(failed.reply, refusalOfError(failed));
}

function refusalOfError({
  error,
  request,
  log,
}: {
  error: FastifyError;
  request: FastifyRequest;
  log: Log;
}): Refusal {
  if (isUserError(error)) {
    const { code, faults } = error;
    const fault = faults[0];
    return { status: statusOf(code), code, title: fault?.message ?? code, detail: fault?.fix ?? '', faults };
  }
  if (error.validation !== undefined) return invalid(error, error.validation);
  if (request.raw.destroyed && !request.raw.complete) {
    log.debug(
      { code: 'REQUEST_ABORTED', reason: error.message },
      'a client went away in the middle of its request',
    );
    return { status: 400, code: 'REQUEST_ABORTED', title: 'The request was not finished' };
  }
  const at = { method: request.method, route: request.routeOptions.url ?? 'none', err: error };
  if (isStoreAway(error)) {
    log.error({ code: 'STORE_UNAVAILABLE', ...at }, 'the database could not do its work');
    return {
      status: 503,
      code: 'STORE_UNAVAILABLE',
      title: 'The database cannot be used at the moment',
      detail: 'Try again in a while. The log of the collector says more.',
    };
  }
  const status = error.statusCode ?? 500;
  if (status >= 500) {
    log.error({ code: 'INTERNAL', ...at }, 'a request failed');
    return {
      status: 500,
      code: 'INTERNAL',
      title: 'Something went wrong here',
      detail: 'The log of the collector says more.',
    };
  }
  const code = codes[status] ?? 'REQUEST_INVALID';
  return { status, code, title: 'The request cannot be taken', detail: error.message };
}

function invalid(error: FastifyError, validation: NonNullable<FastifyError['validation']>): Refusal {
  const faults = validation.map((one) => ({
    code: 'REQUEST_INVALID',
    place: `${error.validationContext ?? 'request'}${one.instancePath}`,
    message: one.message ?? 'is not as expected',
  }));
  return { status: 400, code: 'REQUEST_INVALID', title: 'The request is not as expected', faults };
}
