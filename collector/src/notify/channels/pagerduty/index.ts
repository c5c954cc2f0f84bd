import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { endsIncident, incidentKey } from '../../services/incidents.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { type PageText, pageText, placeOf } from '../../texts.ts';

const options = z.strictObject({
  routingKey: secretSchema.describe('Integration key of the service (Events API v2), 32 letters'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://events.pagerduty.com/v2/enqueue')
    .describe('Address of the Events API; https://events.eu.pagerduty.com/v2/enqueue for accounts of the EU'),
  prefix: z
    .string()
    .min(1)
    .max(100)
    .default('watchcase')
    .describe('Begins the key of an incident; another for each Watchcase that shares the service'),
});
type Options = z.output<typeof options>;

const SEVERITIES = { critical: 'critical', major: 'error', minor: 'warning', advisory: 'info' } as const;
const MOST_SUMMARY = 1024;
/** Bytes of an event: 512 KB by the service, so that this never binds but bounds. */
const MOST_BYTES = 500_000;

const meanings: Readonly<Record<number, string>> = {
  400: 'PagerDuty does not take such an event, or the integration key is not known',
  403: 'too many events',
  413: 'the event is too long',
  429: 'too many events',
};

/** Triggers an incident for a case, and resolves the same one when the fault is over. The key makes the same page twice one incident. */
export default defineChannel({
  name: 'pagerduty',
  options,
  capabilities: { idempotencyWindowMs: 10_000, timeoutMs: 10_000, perMinute: 120, keepsIncidents: true },
  send: (page, settings, signal) =>
    askService(jsonRequest(settings.url, eventOf(page, settings)), signal, judge),
});

function eventOf(page: PageMessage, { routingKey, prefix }: Options) {
  const common = { routing_key: routingKey.reveal(), dedup_key: incidentKey(prefix, page) };
  if (endsIncident(page)) return { ...common, event_action: 'resolve' };
  const build = (text: PageText) => ({
    ...common,
    event_action: 'trigger',
    client: 'Watchcase',
    client_url: page.caseUrl,
    links: [
      { href: page.acknowledgeUrl, text: text.acknowledge },
      { href: page.caseUrl, text: text.open },
    ],
    payload: {
      summary: text.subject,
      source: page.case.host ?? placeOf(page),
      severity: SEVERITIES[page.case.severity],
      timestamp: page.case.openedAt,
      component: page.case.category,
      group: page.case.customer,
      custom_details: { text: text.lines.join('\n'), person: page.person, reason: page.reason },
    },
  });
  const whole = pageText(page);
  const { subject } = fitText({ ...whole, lines: [] }, (text) => text.subject.length <= MOST_SUMMARY);
  const fits = (text: PageText) => Buffer.byteLength(JSON.stringify(build(text))) <= MOST_BYTES;
  return build(fitText({ ...whole, subject }, fits));
}

function judge({ status, retryAfterMs }: ServiceAnswer) {
  // Who is too fast is told so with a 403 by some of their doors; both pass.
  const said = status === 403 ? 429 : status;
  const result = judgeStatus({
    status: said,
    retryAfterMs: said === 429 ? (retryAfterMs ?? 60_000) : retryAfterMs,
  });
  const means = meanings[status];
  return means === undefined ? result : { ...result, detail: `HTTP ${status}: ${means}` };
}
