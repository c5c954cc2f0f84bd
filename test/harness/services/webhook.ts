import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const HEADER = 'webhook-header-key-0123';
const SECRET = 'webhook-body-secret-0123';

/** Whoever takes the whole page as JSON. */
export const webhook: ServiceDouble = {
  options: (origin) => ({
    url: `${origin}/hooks/secret-path-of-hook`,
    secret: SECRET,
    headers: { 'x-key': HEADER },
  }),
  secrets: ['secret-path-of-hook', SECRET, HEADER],
  carries: 'all',
  answer: ({ headers, path }) => ({
    status: headers['x-key'] === HEADER && path === '/hooks/secret-path-of-hook' ? 200 : 403,
  }),
  shown({ body }) {
    const { subject, text, acknowledgeUrl, caseUrl } = JSON.parse(body) as Record<string, string>;
    const button = body.includes('"language":"en"') ? 'Acknowledge' : '确认接手';
    return [subject, text, `${button}: ${acknowledgeUrl}`, caseUrl].join('\n');
  },
  ends: [
    [{ status: 204 }, delivered('HTTP 204')],
    [{ status: 410 }, refused('HTTP 410')],
    [{ status: 429, headers: { 'retry-after': '30' } }, busy('HTTP 429', 30_000)],
    [{ status: 503, headers: { 'retry-after': '30' } }, later('HTTP 503', 30_000)],
  ],
  wrong: [[{ headers: {} }, refused('HTTP 403')]],
};

/** A chat program that takes JSON of its own kind, and says in the body how it went. */
export const webhookTemplate: ServiceDouble = {
  options: (origin) => ({
    url: `${origin}/send?room={{customer}}`,
    body: '{"text": "{{subject}}\\n{{text}}\\n确认接手 Acknowledge {{acknowledgeUrl}}\\n{{caseUrl}}"}',
    okWhen: { field: 'errcode', is: '0' },
  }),
  secrets: [],
  carries: 'all',
  answer: ({ path }) => json({ errcode: path.startsWith('/send?room=') ? 0 : 5 }),
  shown: ({ body }) => (JSON.parse(body) as { text: string }).text,
  ends: [
    [json({ errcode: 0 }), delivered('HTTP 200')],
    [json({ errcode: 12 }), refused('code 12')],
  ],
  wrong: [],
};
