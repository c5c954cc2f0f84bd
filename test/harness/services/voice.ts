import { ALIYUN, aliyunSignature } from './aliyun.ts';
import { delivered, json, later, queryOf, refused, type ServiceDouble } from './service-double.ts';
import { TWILIO, twilioLogin } from './twilio.ts';

/** Calls by Twilio. */
export const voiceTwilio: ServiceDouble = {
  options: (origin) => ({
    by: { kind: 'twilio', ...TWILIO, url: origin, to: '+15558675310', from: '+15017122661' },
  }),
  secrets: [TWILIO.secret],
  carries: 'spoken',
  answer({ path, headers, body }) {
    const login = twilioLogin(headers);
    if (login !== undefined) return login;
    if (!path.endsWith('/Calls.json')) return { status: 404 };
    const twiml = new URLSearchParams(body).get('Twiml') ?? '';
    if (twiml.length > 4000 || !/^<Response>.*<\/Response>$/s.test(twiml)) return json({ code: 12_100 }, 400);
    return json({ sid: 'CA1', status: 'queued' }, 201);
  },
  shown: ({ body }) =>
    (new URLSearchParams(body).get('Twiml') ?? '').match(/<Say[^>]*>([^<]*)<\/Say>/)?.[1] ?? '',
  ends: [
    [json({ sid: 'CA1' }, 201), delivered('HTTP 201: in their queue')],
    [
      json({ code: 21_215 }, 400),
      refused('code 21215: calls to that country are not allowed to the account'),
    ],
  ],
  wrong: [],
};

/** SingleCallByTts of Aliyun. */
export const voiceAliyun: ServiceDouble = {
  options: (origin) => ({
    by: { kind: 'aliyun', ...ALIYUN, url: origin, to: '13800138000', template: 'TTS_1234567' },
  }),
  secrets: [ALIYUN.accessKeySecret],
  carries: 'parameters',
  answer(request, now) {
    const fault = aliyunSignature(request, now);
    if (fault !== undefined) return fault;
    const query = queryOf(request);
    if (request.headers['x-acs-action'] !== 'SingleCallByTts')
      return json({ Code: 'InvalidAction.NotFound' }, 404);
    if (!['1', '2', '3'].includes(query.get('PlayTimes') ?? ''))
      return json({ Code: 'isv.INVALID_PARAMETERS' });
    return json({ Code: 'OK', CallId: '116^10', Message: 'OK' });
  },
  shown: (request) =>
    Object.values(JSON.parse(queryOf(request).get('TtsParam') ?? '{}') as Record<string, string>).join('\n'),
  ends: [
    [
      json({ Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发分钟级流控Permits:1' }),
      later('code isv.BUSINESS_LIMIT_CONTROL: the number has had its message of this minute', 60_000),
    ],
    [
      json({ Code: 'isv.TTS_TEMPLATE_ILLEGAL' }),
      refused('code isv.TTS_TEMPLATE_ILLEGAL: the template is not known or not approved'),
    ],
  ],
  wrong: [],
};

/** A telephone gateway of somebody's own that says in a field how it went. */
export const voiceWebhook: ServiceDouble = {
  options: (origin) => ({
    by: {
      kind: 'webhook',
      url: `${origin}/call`,
      headers: { 'x-api-key': 'gateway-key-0123' },
      contentType: 'application/x-www-form-urlencoded',
      body: 'to=13800138000&say={{spoken}}',
      okWhen: { field: 'result.code', is: '0' },
    },
  }),
  secrets: ['gateway-key-0123'],
  carries: 'spoken',
  answer: ({ headers }) => json({ result: { code: headers['x-api-key'] === 'gateway-key-0123' ? 0 : 401 } }),
  shown: ({ body }) => new URLSearchParams(body).get('say') ?? '',
  ends: [
    [json({ result: { code: 0 } }), delivered('HTTP 200')],
    [json({ result: { code: 7 } }), refused('code 7')],
    [json({ result: {} }), later('HTTP 200: not the answer of this service')],
    [{ status: 500 }, later('HTTP 500')],
  ],
  wrong: [],
};
