import { expect, describe, it } from 'vitest';
import { samplePage as page } from '../../../../../test/harness/sample-page.ts';
import { startWebhook } from '../../../../../test/harness/webhook.ts';
import type { PageMessage, SendResult } from '../../../model/index.ts';
import { channelInstanceSchema } from '../../config.ts';

function send(type: string, options: Record<string, unknown>, message: PageMessage): Promise<SendResult> {
  const instance = channelInstanceSchema.parse({ name: 'test', type, options });
  return instance.channel.send(message, instance.options, new AbortController().signal, 0);
}

describe('webhook with templates', () => {
  const settings = (options: Record<string, unknown>) =>
    channelInstanceSchema.safeParse({
      name: 'test',
      type: 'webhook',
      options: { url: 'https://gateway.example.com/send', ...options },
    });

  it.each([
    [{ body: '{"text": "{{titel}}"}' }, '{{titel}} is nothing that a page has; did you mean {{title}}?'],
    [{ body: '{"text": {{title}}}' }, 'is not JSON; places stand within quotation marks, as in "{{title}}"'],
    [{ url: 'https://{{host}}.example.com/' }, 'the host cannot come from a page'],
    [
      { url: 'https://x.example.com/?a={{key }}&b={{nothing-such}}' },
      '{{nothing-such}} is nothing that a page has',
    ],
    [{ method: 'GET', body: 'x', contentType: 'text/plain' }, 'a GET has no body'],
    [{ contentType: 'json' }, 'is not a media type'],
  ])('refuses %j', (options, says) => {
    const { error } = settings(options);
    expect(error?.issues.map(({ message }) => message).join('\n')).toContain(says);
  });

  const odd: PageMessage = { ...page, case: { ...page.case, title: 'a"b&c=<d>\\ {{key}} %41' } };
  it.each([
    ['application/json', '{"t": "{{title}}"}', (body: string) => (JSON.parse(body) as { t: string }).t],
    [
      'application/x-www-form-urlencoded',
      't={{title}}',
      (body: string) => new URLSearchParams(body).get('t'),
    ],
    ['text/plain', '{{title}}', (body: string) => body],
    [
      'text/xml',
      '<t>{{title}}</t>',
      (body: string) =>
        body
          .slice(3, -4)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&'),
    ],
  ])('writes a value so that it stays one: %s', async (contentType, body, read) => {
    const webhook = await startWebhook();
    await send('webhook', { url: webhook.url, contentType, body }, odd);
    await send('webhook', { url: `${webhook.url}?t={{title}}`, method: 'GET' }, odd);
    await webhook.stop();
    const [posted, got] = webhook.received;
    expect(read(posted?.body ?? '')).toBe(odd.case.title);
    expect([got?.method, got?.body, new URL(`http://x${got?.path}`).searchParams.get('t')]).toEqual([
      'GET',
      '',
      odd.case.title,
    ]);
  });
});
