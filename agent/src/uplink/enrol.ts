import { randomBytes } from 'node:crypto';
import {
  ENROL_USER,
  type EnrolReply,
  enrolReplySchema,
  type EnrolRequest,
  enrolTopic,
} from '@watchcase/protocol';
import { type Clock, UserError } from '@watchcase/runtime';
import { trustMachineAuthorities } from '@watchcase/runtime/light';
import { decideEnrolAgain, type EnrolOutcome } from './decide-enrol-again.ts';
import { openLink } from './link.ts';

/** A newcomer's credential as the collector gave it. */
export type Enrolled = Extract<EnrolReply, { ok: true }>;

/** A broker that has to learn of each credential takes its time when many join at once. */
const PATIENCE_MS = 60_000;

/** What enrolling may use of the process it runs in. */
export interface EnrolNeeds {
  clock: Clock;
  random(): number;
  /** It waits, and will show the token again after so many milliseconds. */
  waits(afterMs: number, reason: string): void;
}

/**
 * Exchanges a token at the collector's HTTP door or, for mqtt, mqtts, ws and wss URLs, at its broker. Comes again by itself when it is told to wait or has lost the
 * answer; the token is not lost by that. Errors: OPTION_INVALID, COLLECTOR_AWAY, ENROLMENT_REFUSED or the collector's own code (UserError).
 */
export async function enrol(url: string, request: EnrolRequest, needs: EnrolNeeds): Promise<Enrolled> {
  const { protocol } = parse(url);
  const overHttp = protocol === 'http:' || protocol === 'https:';
  if (!overHttp && !/^(?:mqtts?|wss?):$/.test(protocol)) throw badUrl(url);
  const { clock } = needs;
  const beganAt = clock.monotonic();
  let asked: EnrolRequest = { ...request, attempt: randomBytes(24).toString('base64url') };
  let reached = false;
  for (let tries = 1; ; tries++) {
    const outcome = await (overHttp ? askHttp(url, asked, clock) : askBroker(url, asked, clock));
    reached ||= outcome.kind === 'answer';
    if (asked.attempt !== undefined && isOldCollector(outcome)) {
      asked = request;
      continue;
    }
    const waitedMs = clock.monotonic() - beganAt;
    const decision = decideEnrolAgain(outcome, { tries, waitedMs, reached, random: needs.random() });
    if (!decision.again) return enrolledBy(url, outcome);
    needs.waits(decision.afterMs, decision.reason);
    await new Promise<void>((resolve) => void clock.after(decision.afterMs, resolve));
  }
}

/** One that knows nothing of attempts refuses the whole request, and uses up no token. */
function isOldCollector(outcome: EnrolOutcome): boolean {
  const { code } = (outcome.kind === 'answer' ? (outcome.body ?? {}) : {}) as { code?: unknown };
  return code === 'REQUEST_INVALID' || code === 'ENROLMENT_REQUEST_INVALID';
}

function enrolledBy(url: string, outcome: EnrolOutcome): Enrolled {
  if (outcome.kind === 'away') throw away(url, outcome.reason);
  const reply = enrolReplySchema.safeParse(outcome.body).data;
  if (reply?.ok) return reply;
  const { code, message, title, detail } = (outcome.body ?? {}) as Record<string, string | undefined>;
  throw new UserError({
    code: code ?? 'ENROLMENT_REFUSED',
    place: url,
    message: message ?? title ?? 'the answer is not that of a collector',
    fix: detail || 'check the address, and make a new token for this host',
  });
}

async function askHttp(url: string, request: EnrolRequest, clock: Clock): Promise<EnrolOutcome> {
  if (/^(?:https|mqtts|wss):/.test(url)) trustMachineAuthorities();
  const aborter = new AbortController();
  const timer = clock.after(PATIENCE_MS, () => aborter.abort(new Error('no answer in time')));
  try {
    const response = await fetch(new URL('enrol', url.endsWith('/') ? url : `${url}/`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: aborter.signal,
    });
    const body: unknown = await response.json().catch(() => undefined);
    return {
      kind: 'answer',
      body,
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
    };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { message?: string; code?: string } };
    const asked = aborter.signal.aborted || LOST.test(cause?.code ?? '');
    return { kind: 'away', reason: cause?.message ?? message, asked };
  } finally {
    timer.cancel();
  }
}

/** The connection stood and has ended without an answer. */
const LOST = /^UND_ERR_(?!CONNECT)|^ECONNRESET$|^EPIPE$/;

function askBroker(url: string, request: EnrolRequest, clock: Clock): Promise<EnrolOutcome> {
  const clientId = `enrol-${randomBytes(12).toString('hex')}`;
  return new Promise((resolve) => {
    const timer = clock.after(PATIENCE_MS, () => fail('no answer in time'));
    let asked = false;
    const link = openLink({
      url,
      clientId,
      username: ENROL_USER,
      password: ENROL_USER,
      onOpen() {
        asked = true;
        link
          .subscribe(enrolTopic(clientId, 'reply'))
          .then(() => link.publish(enrolTopic(clientId, 'request'), JSON.stringify(request), { qos: 1 }))
          .catch((error: unknown) => fail((error as Error).message));
      },
      onMessage(_topic, payload) {
        timer.cancel();
        resolve({ kind: 'answer', body: parseJson(payload), status: 200, retryAfter: null });
        void link.end(true);
      },
      onClosed: ({ reason }) => fail(reason),
      clock,
    });

    function fail(reason: string): void {
      timer.cancel();
      // A broker that lets in no more at this moment answers so.
      resolve({ kind: 'away', reason, asked: asked || reason.includes('server unavailable') });
      void link.end(false);
    }
  });
}

function parse(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw badUrl(url);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function badUrl(url: string): UserError {
  return new UserError({
    code: 'OPTION_INVALID',
    place: '--url',
    message: `an http, https, mqtt, mqtts, ws or wss address was expected, found "${url}"`,
  });
}

function away(url: string, reason: string): UserError {
  return new UserError({
    code: 'COLLECTOR_AWAY',
    place: url,
    message: `the collector does not answer (${reason})`,
    fix: 'check the address, the network and that the collector runs',
  });
}
