import { busy, delivered, json, later, refused, type ServiceDouble } from './service-double.ts';

const KEY = 'opsgenie-genie-key-0123456789';
interface Body {
  message: string;
  alias: string;
  description: string;
  priority: string;
  entity: string;
}

/** The alert API of Opsgenie and Jira Service Management. */
export const opsgenie: ServiceDouble = {
  options: (origin) => ({ url: origin, apiKey: KEY, responders: [{ type: 'team', name: 'Operations' }] }),
  secrets: [KEY],
  carries: 'all',
  answer({ path, headers, body }) {
    if (headers['authorization'] !== `GenieKey ${KEY}`)
      return json({ message: 'Could not authenticate' }, 401);
    if (/^\/v2\/alerts\/[^/]+\/close\?identifierType=alias$/.test(path))
      return json({ requestId: '43a2' }, 202);
    if (path !== '/v2/alerts') return { status: 404 };
    const { message, alias, description, priority, entity } = JSON.parse(body) as Body;
    const fits =
      message.length <= 130 && alias.length <= 512 && description.length <= 15_000 && entity.length <= 512;
    if (!fits || !/^P[1-5]$/.test(priority)) return json({ message: 'Request body is not processable' }, 422);
    return json({ result: 'Request will be processed', requestId: '43a2' }, 202);
  },
  shown({ body }) {
    const { message, description } = JSON.parse(body) as Body;
    return [message, description].join('\n');
  },
  ends: [
    [json({ requestId: '43a2' }, 202), delivered('HTTP 202')],
    [{ status: 401 }, refused('HTTP 401: the key is not known')],
    [{ status: 403 }, refused('HTTP 403: the key may not do this, or the integration is turned off')],
    [{ status: 422 }, refused('HTTP 422: it does not take such an alert')],
    [
      { status: 429, headers: { 'x-ratelimit-period-in-sec': '60' } },
      busy('HTTP 429: too many requests', 60_000),
    ],
    [{ status: 429 }, later('HTTP 429: too many requests')],
    [{ status: 503, headers: { 'retry-after': '9' } }, later('HTTP 503', 9000)],
  ],
  wrong: [[{ apiKey: 'another' }, refused('HTTP 401: the key is not known')]],
};
