import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  ENROL_USER,
  type EnrolReply,
  enrolReplySchema,
  type EnrolRequest,
  enrolTopic,
  tokenParts,
} from '@watchcase/protocol';
import { type Clock, UserError } from '@watchcase/runtime';
import { trustMachineAuthorities } from '@watchcase/runtime/light';
import { decideEnrolAgain, type EnrolOutcome } from './decide-enrol-again.ts';
import { findAuthority } from './find-authority.ts';
import { isUntrusted } from './is-untrusted.ts';
import { openLink } from './link.ts';
import { postJson } from './post-json.ts';

/** A newcomer's credential as the collector gave it, and the authority (PEM) that the token has named; the machine's own are good without one. */
export interface Enrolled {
  reply: EnrolReply & { ok: true };
  authority: string | undefined;
  /** Private key (PEM) of the certificate in the reply; undefined without one. */
  key: string | undefined;
}

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
 * answer; the token is not lost by that. A token that names an authority is shown to nobody else. Errors: OPTION_INVALID, COLLECTOR_AWAY, COLLECTOR_NOT_TRUSTED,
 * ENROLMENT_REFUSED or the collector's own code (UserError).
 */
export async function enrol(url: string, request: EnrolRequest, needs: EnrolNeeds): Promise<Enrolled> {
  const { protocol } = parse(url);
  const overHttp = protocol === 'http:' || protocol === 'https:';
  if (!overHttp && !/^(?:mqtts?|wss?):$/.test(protocol)) throw badUrl(url);
  const { clock } = needs;
  const beganAt = clock.monotonic();
  const { secret, pin } = tokenParts(request.token);
  const bare = { ...request, token: secret };
  // Only who names an authority may be one that gives certificates.
  const own = pin === undefined ? undefined : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const publicKey = own?.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  let asked: EnrolRequest = {
    ...bare,
    attempt: randomBytes(24).toString('base64url'),
    ...(publicKey === undefined ? {} : { publicKey }),
  };
  let reached = false;
  let authority: string | undefined;
  for (let tries = 1; ; tries++) {
    const found = authority ?? (pin === undefined ? undefined : await findAuthority(url, pin, clock));
    if (typeof found === 'string') authority = found;
    const outcome = await (typeof found === 'object'
      ? found
      : (overHttp ? askHttp : askBroker)(url, asked, { clock, authority }));
    reached ||= outcome.kind === 'answer';
    if (asked.attempt !== undefined && isOldCollector(outcome)) {
      asked = bare;
      continue;
    }
    const waitedMs = clock.monotonic() - beganAt;
    const decision = decideEnrolAgain(outcome, { tries, waitedMs, reached, random: needs.random() });
    if (!decision.again) {
      const reply = repliedBy(url, outcome);
      const key = own?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return { reply, authority, key: reply.certificate === undefined ? undefined : key };
    }
    needs.waits(decision.afterMs, decision.reason);
    await new Promise<void>((resolve) => void clock.after(decision.afterMs, resolve));
  }
}

/** One that knows nothing of attempts refuses the whole request, and uses up no token. */
function isOldCollector(outcome: EnrolOutcome): boolean {
  const { code } = (outcome.kind === 'answer' ? (outcome.body ?? {}) : {}) as { code?: unknown };
  return code === 'REQUEST_INVALID' || code === 'ENROLMENT_REQUEST_INVALID';
}

function repliedBy(url: string, outcome: EnrolOutcome): Enrolled['reply'] {
  if (outcome.kind === 'away')
    throw outcome.untrusted === true ? untrusted(url, outcome.reason) : away(url, outcome.reason);
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

/** How the collector is asked. */
interface Asking {
  clock: Clock;
  authority: string | undefined;
}

async function askHttp(
  url: string,
  request: EnrolRequest,
  { clock, authority }: Asking,
): Promise<EnrolOutcome> {
  // Not for plain HTTP: Node writes to standard error where a machine has none, as in images without ca-certificates.
  if (authority === undefined && /^https:/i.test(url)) trustMachineAuthorities();
  const aborter = new AbortController();
  const timer = clock.after(PATIENCE_MS, () => aborter.abort(new Error('no answer in time')));
  try {
    const at = new URL('enrol', url.endsWith('/') ? url : `${url}/`);
    const response = await postJson(at, request, { signal: aborter.signal, authority });
    return { kind: 'answer', ...response, body: parseJson(response.body) };
  } catch (error) {
    const { message, cause = error } = error as Error & { cause?: unknown };
    const why = cause as { message?: string; code?: string };
    const asked = aborter.signal.aborted || LOST.test(why.code ?? '');
    return { kind: 'away', reason: why.message ?? message, asked, untrusted: isUntrusted(why) };
  } finally {
    timer.cancel();
  }
}

/** The connection stood and has ended without an answer. */
const LOST = /^UND_ERR_(?!CONNECT)|^ECONNRESET$|^EPIPE$/;

function askBroker(url: string, request: EnrolRequest, { clock, authority }: Asking): Promise<EnrolOutcome> {
  const clientId = `enrol-${randomBytes(12).toString('hex')}`;
  return new Promise((resolve) => {
    const timer = clock.after(PATIENCE_MS, () => fail('no answer in time'));
    let asked = false;
    const link = openLink({
      url,
      clientId,
      username: ENROL_USER,
      password: ENROL_USER,
      trust: { authority },
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
      onClosed: ({ reason, untrusted }) => fail(reason, untrusted),
      clock,
    });

    function fail(reason: string, untrusted = false): void {
      timer.cancel();
      // A broker that lets in no more at this moment answers so.
      resolve({ kind: 'away', reason, asked: asked || reason.includes('server unavailable'), untrusted });
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

function untrusted(url: string, reason: string): UserError {
  return new UserError({
    code: 'COLLECTOR_NOT_TRUSTED',
    place: url,
    message: `what answers there is not to be trusted (${reason}); the token was not shown to it`,
    fix: 'somebody may be in between, or the address is another collector’s: copy the whole command again, and ask whoever runs the collector',
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
