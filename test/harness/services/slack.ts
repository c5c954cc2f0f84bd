import type { WebhookAnswer } from '../webhook.ts';
import { busy, delivered, later, refused, type ServiceDouble } from './service-double.ts';

const PATH = '/services/T00000000/B00000000/slackWebhookToken24';
const said = (status: number, body: string, headers: Record<string, string> = {}): WebhookAnswer => ({
  status,
  headers,
  body,
});
interface Body {
  text: string;
  blocks?: { text?: { text: string } }[];
}

/** An incoming webhook. */
export const slack: ServiceDouble = {
  options: (origin) => ({ url: `${origin}${PATH}`, mention: ['channel'] }),
  secrets: ['slackWebhookToken24'],
  carries: 'all',
  mostPerMinute: 60,
  answer(request) {
    if (request.path !== PATH) return said(404, 'no_service');
    const { text, blocks = [] } = JSON.parse(request.body) as Body;
    // What is longer is cut, and its links with it.
    if (text.length > 4000) return said(400, 'invalid_payload');
    if (blocks.some((block) => (block.text?.text.length ?? 0) > 3000)) return said(400, 'invalid_blocks');
    return said(200, 'ok');
  },
  shown: ({ body }) =>
    (JSON.parse(body) as Body).text
      .replaceAll(/<(http[^|>]+)\|[^>]+>/g, '$& $1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  ends: [
    [said(200, 'ok'), delivered('HTTP 200')],
    [said(200, 'error'), later('HTTP 200: not the answer of this service')],
    [said(429, 'rate_limited', { 'retry-after': '30' }), busy('HTTP 429', 30_000)],
    [
      said(403, 'invalid_token'),
      refused('code invalid_token: the address of the webhook is not valid any more'),
    ],
    [said(404, 'no_service'), refused('code no_service: the webhook was removed or stopped')],
    [said(410, 'channel_is_archived'), refused('code channel_is_archived: the channel is archived')],
    [
      said(403, 'action_prohibited'),
      refused('code action_prohibited: an administrator of Slack has forbidden it'),
    ],
    [said(500, 'rollup_error'), later('code rollup_error: Slack failed')],
    [said(503, ''), later('HTTP 503: not the answer of this service')],
  ],
  wrong: [
    [{ url: '/services/T0/B0/another' }, refused('code no_service: the webhook was removed or stopped')],
  ],
};
