import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const KEY = 'pagerdutyroutingkey0123456789abc';
interface Body {
  routing_key: string;
  event_action: string;
  dedup_key: string;
  links: { href: string; text: string }[];
  payload: { summary: string; source: string; severity: string; custom_details: { text: string } };
}
const invalid = json({ status: 'invalid event', message: 'Event object is invalid', errors: ['…'] }, 400);

/** Events API v2. */
export const pagerduty: ServiceDouble = {
  options: (origin) => ({ url: `${origin}/v2/enqueue`, routingKey: KEY }),
  secrets: [KEY],
  carries: 'all',
  mostPerMinute: 120,
  answer(request) {
    const body = JSON.parse(request.body) as Body;
    if (body.routing_key !== KEY || body.dedup_key.length > 255) return invalid;
    if (Buffer.byteLength(request.body) > 512 * 1024) return { status: 413 };
    if (body.event_action === 'trigger') {
      const { summary, source, severity } = body.payload;
      const known = ['critical', 'error', 'warning', 'info'].includes(severity);
      if (!known || source === '' || summary.length > 1024) return invalid;
    } else if (body.event_action !== 'resolve') return invalid;
    return json({ status: 'success', message: 'Event processed', dedup_key: body.dedup_key }, 202);
  },
  shown({ body }) {
    const { payload, links } = JSON.parse(body) as Body;
    return [
      payload.summary,
      payload.custom_details.text,
      ...links.map(({ text, href }) => `${text} ${href}`),
    ].join('\n');
  },
  ends: [
    [json({ status: 'success' }, 202), delivered('HTTP 202')],
    [
      invalid,
      refused('HTTP 400: PagerDuty does not take such an event, or the integration key is not known'),
    ],
    [{ status: 429 }, busy('HTTP 429: too many events', 60_000)],
    [{ status: 429, headers: { 'retry-after': '5' } }, busy('HTTP 429: too many events', 5000)],
    [{ status: 403 }, busy('HTTP 403: too many events', 60_000)],
    [{ status: 500 }, later('HTTP 500')],
  ],
  wrong: [
    [
      { routingKey: 'another' },
      refused('HTTP 400: PagerDuty does not take such an event, or the integration key is not known'),
    ],
  ],
};
