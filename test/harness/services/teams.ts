import { busy, delivered, later, queryOf, refused, type ServiceDouble } from './service-double.ts';

const SIG = 'teams-workflow-signature-0123456789';
interface Body {
  attachments: { content: { body: { text: string }[]; actions: { title: string; url: string }[] } }[];
}

/** A workflow that is started by a webhook request: its address has a port, and its signature in it. */
export const teams: ServiceDouble = {
  options: (origin) => ({
    url: `${origin}/powerautomate/automations/direct/workflows/1f/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers&sv=1.0&sig=${SIG}`,
  }),
  secrets: [SIG],
  carries: 'all',
  mostPerMinute: 240,
  answer(request) {
    if (queryOf(request).get('sig') !== SIG) return { status: 401 };
    if (Buffer.byteLength(request.body) > 28 * 1024) return { status: 413 };
    return { status: 202 };
  },
  shown({ body }) {
    const card = (JSON.parse(body) as Body).attachments[0]?.content;
    return [
      ...(card?.body ?? []).map(({ text }) => text),
      ...(card?.actions ?? []).map(({ title, url }) => `${title} ${url}`),
    ].join('\n');
  },
  ends: [
    [{ status: 202 }, delivered('HTTP 202: the workflow has begun')],
    [{ status: 200 }, delivered('HTTP 200')],
    [{ status: 401 }, refused('HTTP 401: the signature in the address is not valid any more')],
    [{ status: 404 }, refused('HTTP 404: the workflow is gone, or turned off')],
    [{ status: 413 }, refused('HTTP 413: the message is too long')],
    [{ status: 429, headers: { 'retry-after': '17' } }, busy('HTTP 429', 17_000)],
    [{ status: 502 }, later('HTTP 502')],
  ],
  wrong: [
    [
      { url: '/workflows/1f/triggers/manual/paths/invoke?sig=another' },
      refused('HTTP 401: the signature in the address is not valid any more'),
    ],
  ],
};
