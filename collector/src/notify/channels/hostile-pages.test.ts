import { safeLine } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { samplePage as page } from '../../../../test/harness/sample-page.ts';
import { startMailServer } from '../../../../test/harness/smtp.ts';
import { serviceDoubles } from '../../../../test/harness/services/index.ts';
import { startWebhook } from '../../../../test/harness/webhook.ts';
import type { PageMessage } from '../../model/index.ts';
import { channelInstanceSchema } from '../config.ts';
import { safePage } from '../safe-page.ts';
import { sendOnce } from '../send-once.ts';
import { channels } from './registry.generated.ts';
import { boxOf } from './terminal/box.ts';

describe('what hosts say', () => {
  const nasty =
    'db1\r\nBcc: x@example.com\u001B]0;owned\u0007\u202Egood\u200B\u2028\u009B31m\uD800<b><!channel><@all><at id=all></at>[x](http://evil)';
  const hostile: PageMessage = {
    ...page,
    person: nasty,
    facts: [nasty],
    case: { ...page.case, title: nasty, customer: nasty, site: nasty, host: nasty },
  };
  const clock = new ManualClock();
  const signal = new AbortController().signal;
  /** What each channel made of the hostile page, as it came out. */
  const through: Record<string, () => Promise<string>> = {
    async email() {
      const mail = await startMailServer();
      const { host, port } = mail;
      await deliver('email', { host, port, from: 'w@example.com', to: 'a@example.com' });
      await mail.stop();
      const { source = '' } = mail.received[0] ?? {};
      expect(source).not.toMatch(/^Bcc:/im);
      return JSON.stringify(decode(source).split(/\r?\n/));
    },
    terminal: () => Promise.resolve(JSON.stringify(boxOf(safePage(hostile)).split('\n'))),
  };

  /** The same by its double: as whoever reads it gets it. */
  async function byDouble(name: string): Promise<string> {
    const lines: string[] = [];
    for (const double of Object.values(serviceDoubles[name] ?? {})) {
      const service = await startWebhook();
      service.answerWith((request) => double.answer(request, clock.now()));
      await deliver(name, double.options(new URL(service.url).origin));
      await service.stop();
      lines.push(...service.received.flatMap((request) => double.shown(request).split('\n')));
      mentionsNobody(name, service.received.map(({ body }) => body).join('\n'));
    }
    expect(lines).not.toEqual([]);
    return JSON.stringify(lines);
  }

  /** Only what our own settings say is a mention or a link, where text is read as more than text. */
  function mentionsNobody(name: string, sent: string) {
    if (['dingtalk', 'teams'].includes(name)) expect(sent).not.toContain('](http://evil)');
    if (name === 'slack') expect(sent.match(/<!channel>/g)).toHaveLength(1);
    if (name === 'wecom') expect(sent).not.toContain('<@');
    // As an app the card is a text within the message.
    if (name === 'feishu')
      expect(sent.replaceAll('\\"', '"').match(/"lark_md","content":"[^"]*"/g)).toEqual([
        '"lark_md","content":"<at id=all></at>"',
      ]);
  }

  async function deliver(type: string, options: Record<string, unknown>) {
    const instance = channelInstanceSchema.parse({ name: 'test', type, options });
    expect(await sendOnce(instance, hostile, { clock, signal })).toMatchObject({ outcome: 'delivered' });
  }
  const decode = (source: string) =>
    source
      .replaceAll('=\r\n', '')
      .replaceAll(/(?:=[0-9A-F]{2})+/g, (octets) =>
        Buffer.from(octets.replaceAll('=', ''), 'hex').toString('utf8'),
      );

  it.each(Object.keys(channels))('is one line and steers nothing by %s', async (name) => {
    const out = await (through[name] ?? (() => byDouble(name)))();
    for (const line of (JSON.parse(out) as unknown[]).flat()) {
      const text = typeof line === 'string' ? line : JSON.stringify(line);
      expect(text).toBe(safeLine(text));
    }
    expect(out).not.toMatch(/"Bcc:/);
  });
});
