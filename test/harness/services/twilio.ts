import type { IncomingHttpHeaders } from 'node:http';
import { smsSegments } from '../../../collector/src/notify/services/sms-segments.ts';
import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

export const TWILIO = {
  account: 'AC0123456789abcdef0123456789abcdef',
  secret: 'twilio-auth-token-0123456789',
};
const fault = (status: number, code: number, message = '…') => json({ code, message, status }, status);

/** A refusal of the login; undefined for a good one. */
export function twilioLogin(headers: IncomingHttpHeaders) {
  const login = Buffer.from(`${TWILIO.account}:${TWILIO.secret}`).toString('base64');
  return headers['authorization'] === `Basic ${login}` ? undefined : fault(401, 20_003, 'Authenticate');
}

/** The message API. */
export const twilio: ServiceDouble = {
  options: (origin) => ({ ...TWILIO, url: origin, to: '+15558675310', from: '+15017122661' }),
  secrets: [TWILIO.secret],
  carries: 'short',
  mostPerMinute: 60,
  answer({ path, headers, body }) {
    const login = twilioLogin(headers);
    if (login !== undefined) return login;
    if (path !== `/2010-04-01/Accounts/${TWILIO.account}/Messages.json`) return fault(404, 20_404);
    const form = new URLSearchParams(body);
    const text = form.get('Body') ?? '';
    if (!/^\+\d+$/.test(form.get('To') ?? '')) return fault(400, 21_211);
    if (text.length > 1600) return fault(400, 21_617);
    // What the channel promises: no more parts than were asked for.
    if (smsSegments(text) > 4) return fault(400, 30_019);
    return json({ sid: 'SM1', status: 'queued', error_code: null }, 201);
  },
  shown: ({ body }) => new URLSearchParams(body).get('Body') ?? '',
  ends: [
    [json({ sid: 'SM1', status: 'queued' }, 201), delivered('HTTP 201: in their queue')],
    [fault(401, 20_003), refused('code 20003: the account or its secret is not known')],
    [fault(400, 21_211), refused('code 21211: the number it is for is not valid')],
    [fault(400, 21_610), refused('code 21610: whoever has the number has opted out by STOP')],
    [fault(429, 20_429), busy('code 20429: too many requests', 1000)],
    [fault(429, 21_611), busy('code 21611: the queue of the number it is from is full', 60_000)],
    [fault(400, 12_345), refused('HTTP 400: code 12345')],
    [{ status: 503 }, later('HTTP 503')],
  ],
  wrong: [[{ secret: 'another' }, refused('code 20003: the account or its secret is not known')]],
};
