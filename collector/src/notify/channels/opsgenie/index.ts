import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../../model/index.ts';
import { askService, jsonRequest, type ServiceAnswer } from '../../services/exchange.ts';
import { defineChannel } from '../../contract.ts';
import { fitText } from '../../services/fit-text.ts';
import { endsIncident, incidentKey } from '../../services/incidents.ts';
import { judgeStatus } from '../../services/judge-answer.ts';
import { linesWithLinks } from '../../services/lines-with-links.ts';
import { type PageText, pageText } from '../../texts.ts';

const options = z.strictObject({
  apiKey: secretSchema.describe('Key of an API integration'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://api.atlassian.com/jsm/ops/integration')
    .describe(
      'Address before /v2/alerts: of Jira Service Management, or https://api.opsgenie.com, https://api.eu.opsgenie.com',
    ),
  responders: z
    .array(
      z.strictObject({
        type: z.enum(['team', 'user', 'escalation', 'schedule']),
        name: z.string().min(1),
      }),
    )
    .max(50)
    .default([])
    .describe('Whom the alert is for; without them the integration says it'),
  tags: z.array(z.string().min(1).max(50)).max(20).default([]).describe('Tags of the alert'),
  prefix: z
    .string()
    .min(1)
    .max(100)
    .default('watchcase')
    .describe('Begins the alias of an alert; another for each Watchcase that shares the account'),
});
type Options = z.output<typeof options>;

const PRIORITIES = { critical: 'P1', major: 'P2', minor: 'P3', advisory: 'P5' } as const;
const MOST_MESSAGE = 130;
const MOST_DESCRIPTION = 15_000;

const meanings: Readonly<Record<number, string>> = {
  401: 'the key is not known',
  403: 'the key may not do this, or the integration is turned off',
  404: 'there is no such alert, or this is not the address of the API',
  422: 'it does not take such an alert',
  429: 'too many requests',
};

/** Creates an alert for a case, and closes the same one when the fault is over. The alias makes the same page twice one alert. */
export default defineChannel({
  name: 'opsgenie',
  options,
  capabilities: { idempotencyWindowMs: 10_000, timeoutMs: 10_000, perMinute: 60, keepsIncidents: true },
  send: (page, settings, signal) => {
    const { path, body } = endsIncident(page) ? closing(page, settings) : creating(page, settings);
    const headers = { authorization: `GenieKey ${settings.apiKey.reveal()}` };
    const url = `${settings.url.replace(/\/+$/, '')}/v2/alerts${path}`;
    return askService(jsonRequest(url, body, headers), signal, judge);
  },
});

function closing(page: PageMessage, { prefix }: Options) {
  const alias = encodeURIComponent(incidentKey(prefix, page));
  return {
    path: `/${alias}/close?identifierType=alias`,
    body: { source: 'Watchcase', note: pageText(page).subject },
  };
}

function creating(page: PageMessage, { prefix, responders, tags }: Options) {
  const whole = pageText(page);
  const title = fitText({ ...whole, lines: [] }, ({ subject }) => subject.length <= MOST_MESSAGE);
  const descriptionOf = (text: PageText) => linesWithLinks(page, text).join('\n');
  const text = fitText(whole, (shorter) => descriptionOf(shorter).length <= MOST_DESCRIPTION);
  const body = {
    message: title.subject,
    alias: incidentKey(prefix, page),
    description: descriptionOf(text),
    priority: PRIORITIES[page.case.severity],
    source: 'Watchcase',
    entity: (page.case.host ?? page.case.customer).slice(0, 512),
    details: { acknowledge: page.acknowledgeUrl, case: page.caseUrl, person: page.person },
    tags,
    responders,
  };
  return { path: '', body };
}

/** 202: it will be done. Who is too fast is told in a header of their own for how long. */
function judge({ status, headers, retryAfterMs }: ServiceAnswer) {
  const period = Number(headers.get('x-ratelimit-period-in-sec') ?? Number.NaN) * 1000;
  const waitMs = retryAfterMs ?? (Number.isFinite(period) && period > 0 ? period : undefined);
  return judgeStatus({ status, retryAfterMs: waitMs }, meanings[status]);
}
