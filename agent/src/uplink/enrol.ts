import { randomBytes } from 'node:crypto';
import {
  ENROL_USER,
  type EnrolReply,
  enrolReplySchema,
  type EnrolRequest,
  enrolTopic,
} from '@watchcase/protocol';
import { type Clock, UserError } from '@watchcase/runtime';
import { openLink } from './link.ts';
import { trustMachineAuthorities } from './trust.ts';

/** A newcomer's credential as the collector gave it. */
export type Enrolled = Extract<EnrolReply, { ok: true }>;

const PATIENCE_MS = 20_000;

/**
 * Exchanges a token at the collector's HTTP door or, for mqtt, mqtts, ws and wss URLs, at its broker. Errors: OPTION_INVALID,
 * COLLECTOR_AWAY, ENROLMENT_REFUSED or the collector's own code (UserError).
 */
export async function enrol(url: string, request: EnrolRequest, clock: Clock): Promise<Enrolled> {
  const { protocol } = parse(url);
  const overHttp = protocol === 'http:' || protocol === 'https:';
  if (!overHttp && !/^(?:mqtts?|wss?):$/.test(protocol)) throw badUrl(url);
  const answer = await (overHttp ? askHttp(url, request, clock) : askBroker(url, request, clock));
  const reply = enrolReplySchema.safeParse(answer).data;
  if (reply?.ok) return reply;
  const { code, message, title } = (answer ?? {}) as { code?: string; message?: string; title?: string };
  throw new UserError({
    code: code ?? 'ENROLMENT_REFUSED',
    place: url,
    message: message ?? title ?? 'the answer is not that of a collector',
    fix: 'check the address, and make a new token for this host',
  });
}

async function askHttp(url: string, request: EnrolRequest, clock: Clock): Promise<unknown> {
  trustMachineAuthorities(url);
  const aborter = new AbortController();
  const timer = clock.after(PATIENCE_MS, () => aborter.abort(new Error('no answer in time')));
  try {
    const response = await fetch(new URL('enrol', url.endsWith('/') ? url : `${url}/`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: aborter.signal,
    });
    return await response.json().catch(() => undefined);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { message?: string } };
    throw away(url, cause?.message ?? message);
  } finally {
    timer.cancel();
  }
}

function askBroker(url: string, request: EnrolRequest, clock: Clock): Promise<unknown> {
  const clientId = `enrol-${randomBytes(12).toString('hex')}`;
  return new Promise((resolve, reject) => {
    const timer = clock.after(PATIENCE_MS, () => fail('no answer in time'));
    const link = openLink({
      url,
      clientId,
      username: ENROL_USER,
      password: ENROL_USER,
      onOpen() {
        link
          .subscribe(enrolTopic(clientId, 'reply'))
          .then(() => link.publish(enrolTopic(clientId, 'request'), JSON.stringify(request), { qos: 1 }))
          .catch((error: unknown) => fail((error as Error).message));
      },
      onMessage(_topic, payload) {
        timer.cancel();
        resolve(parseJson(payload));
        void link.end(true);
      },
      onClosed: ({ reason }) => fail(reason),
      clock,
    });

    function fail(reason: string): void {
      timer.cancel();
      reject(away(url, reason));
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
