import { safeLine } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import { samplePage as page } from '../../../../test/harness/sample-page.ts';
import { startMailServer } from '../../../../test/harness/smtp.ts';
import { startWebhook } from '../../../../test/harness/webhook.ts';
import type { PageMessage } from '../../model/index.ts';
import { channelInstanceSchema } from '../config.ts';
import { safePage } from '../safe-page.ts';
import { sendOnce } from '../send-once.ts';
import { channels } from './registry.generated.ts';
import { boxOf } from './terminal/box.ts';

describe('what hosts say', () => {
  const nasty = 'db1\r\nBcc: x@example.com\u001B]0;owned\u0007\u202Egood\u200B\u2028\u009B31m\uD800<b>';
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
    async webhook() {
      const webhook = await startWebhook();
      await deliver('webhook', { url: webhook.url });
      await webhook.stop();
      const { text, ...fields } = JSON.parse(webhook.received[0]?.body ?? '') as { text: string };
      return JSON.stringify([fields, text.split('\n')]);
    },
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
    const out = await (through[name] ?? (() => Promise.reject(new Error(`no proof for ${name}`))))();
    for (const line of (JSON.parse(out) as unknown[]).flat()) {
      const text = typeof line === 'string' ? line : JSON.stringify(line);
      expect(text).toBe(safeLine(text));
    }
    expect(out).not.toMatch(/"Bcc:/);
  });
});
