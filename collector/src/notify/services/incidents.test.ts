import { expect, describe, it } from 'vitest';
import { samplePage as page } from '../../../../test/harness/sample-page.ts';
import { startWebhook } from '../../../../test/harness/webhook.ts';
import type { PageMessage, SendResult } from '../../model/index.ts';
import { channelInstanceSchema } from '../config.ts';

function send(type: string, options: Record<string, unknown>, message: PageMessage): Promise<SendResult> {
  const instance = channelInstanceSchema.parse({ name: 'test', type, options });
  return instance.channel.send(message, instance.options, new AbortController().signal, 0);
}

describe('incidents', () => {
  const over: PageMessage = {
    ...page,
    reason: 'recovered',
    case: { ...page.case, recoveredAt: '2026-03-02T09:00:00.000Z' },
  };
  async function sent(type: string, options: (url: string) => object, messages: PageMessage[]) {
    const webhook = await startWebhook();
    webhook.answerWith(() => ({ status: 202 }));
    for (const message of messages)
      expect(await send(type, { ...options(webhook.url) }, message)).toMatchObject({ outcome: 'delivered' });
    await webhook.stop();
    return webhook.received.map(({ path, body }) => ({
      path,
      body: JSON.parse(body) as Record<string, unknown>,
    }));
  }

  it('are closed at PagerDuty by the key that opened them, and not while somebody is asked for something', async () => {
    const got = await sent('pagerduty', (url) => ({ url, routingKey: 'k' }), [
      page,
      { ...page, person: 'Bo', reason: 'raised' },
      over,
      { ...over, reason: 'warning' },
      { ...page, reason: 'resolved' },
    ]);
    expect(got.map(({ body }) => [body['event_action'], body['dedup_key']])).toEqual([
      ['trigger', 'watchcase/C-12'],
      ['trigger', 'watchcase/C-12'],
      ['resolve', 'watchcase/C-12'],
      ['trigger', 'watchcase/C-12'],
      ['resolve', 'watchcase/C-12'],
    ]);
  });

  it('are closed at Opsgenie and Jira Service Management by the same alias', async () => {
    const options = (url: string) => ({ url, apiKey: 'k', prefix: 'east' });
    const got = await sent('opsgenie', options, [page, over, { ...page, reason: 'resolved' }]);
    expect(got[0]?.body).toMatchObject({ alias: 'east/C-12', priority: 'P1' });
    for (const closed of got.slice(1))
      expect(closed.path).toBe('/page/v2/alerts/east%2FC-12/close?identifierType=alias');
  });
});
