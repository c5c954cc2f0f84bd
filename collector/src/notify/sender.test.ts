import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { samplePageOf } from '../../../test/harness/sample-page.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { channelInstanceSchema, type ChannelInstance } from './config.ts';
import { defineChannel } from './contract.ts';
import { createSender, type Sender } from './sender.ts';
import type { AttemptEnd, SenderNeeds } from './sender-needs.ts';

const log = createLog('test', 'silent');
let clock: ManualClock;
let paged: PagedStore;
let webhook: Webhook;
let ends: AttemptEnd[];
let lines: string[];
let senders: Sender[];

beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
  webhook = await startWebhook();
  ends = [];
  lines = [];
  senders = [];
});

afterEach(async () => {
  for (const sender of senders) await stopped(sender);
  await webhook.stop();
  await paged.stop();
});

async function stopped(sender: Sender): Promise<void> {
  const stop = sender.stop();
  await clock.advance(1000);
  await stop;
}

function hook(name: string, url = webhook.url): ChannelInstance {
  return channelInstanceSchema.parse({ name, type: 'webhook', options: { url } });
}

function start(channels: readonly ChannelInstance[], more: Partial<SenderNeeds> = {}): Sender {
  const sender = createSender({
    store: paged.store,
    channels,
    compose: (page) => Promise.resolve(samplePageOf(page)),
    record: (_tx, _caseId, line) => Promise.resolve(void lines.push(line.kind)),
    roster: dutyRoster(),
    clock,
    log,
    random: () => 0,
    attempted: (end) => void ends.push(end),
    ...more,
  });
  senders.push(sender);
  sender.wake();
  return sender;
}

const keys = () => webhook.received.map(({ headers }) => headers['idempotency-key']);

describe('a page for an address of a person', () => {
  const addressable = () => [hook('hook')];
  const address = (id: number, to: string) =>
    paged.store.transaction((tx) =>
      tx.updateTable('pages').set({ address: to }).where('id', '=', id).execute(),
    );

  it('goes there, also where the config names several recipients, and others do not get it', async () => {
    const id = await paged.addPage({ channel: 'hook', at: clock.now() });
    await address(id, 'lin@desk');
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook ada')], {
      addressable: addressable(),
      compose: (page) => Promise.resolve({ ...samplePageOf(page), address: page.address }),
    });
    await eventually(() => ends.length === 2);
    expect(webhook.received.map(({ body }) => (JSON.parse(body) as { address: string }).address)).toEqual([
      'lin@desk',
    ]);
    expect((await paged.pages()).map(({ state }) => state)).toEqual(['delivered', 'failed']);
  });

  it('fails for good where the channel takes no such address', async () => {
    const id = await paged.addPage({ channel: 'hook', at: clock.now() });
    await address(id, 'a\nb');
    start([hook('hook')], { addressable: addressable() });
    await eventually(() => ends.length === 1);
    expect(webhook.received).toEqual([]);
    expect((await paged.pages()).map(({ state }) => state)).toEqual(['failed']);
  });
});

describe('one page', () => {
  it('is delivered once, and its end is written down', async () => {
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')]);
    await eventually(() => ends.length === 1);
    expect(await paged.pages()).toEqual([{ state: 'delivered', attempts: 1 }]);
    expect(lines).toEqual(['page-sent']);
    await clock.advance(120_000);
    expect(webhook.received).toHaveLength(1);
  });

  it('waits as long as the receiver asks, then goes out under the same key', async () => {
    webhook.answerWith(() => ({ status: 503, headers: { 'retry-after': '7' } }));
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')]);
    await eventually(() => ends.length === 1);
    webhook.answerWith(() => ({ status: 200 }));
    await clock.advance(6999);
    expect(await paged.pages()).toEqual([{ state: 'queued', attempts: 1 }]);
    await eventually(async () => {
      await clock.advance(1);
      return ends.length === 2;
    });
    expect(new Set(keys()).size).toBe(1);
    expect(lines).toEqual(['page-retry', 'page-sent']);
  });

  it('that the receiver refuses once is not lost', async () => {
    webhook.answerWith(() => ({ status: 404 }));
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')]);
    await eventually(() => ends.length === 1);
    expect(await paged.pages()).toEqual([{ state: 'queued', attempts: 1 }]);
  });

  it('whose channel is gone fails with a reason', async () => {
    await paged.addPage({ channel: 'gone', at: clock.now() });
    start([hook('hook')]);
    await eventually(() => ends.length === 1);
    const attempt = await paged.store.db.selectFrom('page_attempts').selectAll().executeTakeFirst();
    expect(attempt?.detail).toBe('there is no channel "gone" any more');
  });
});

describe('a channel that hangs', () => {
  it('does not hold up another, however many of its pages are due', async () => {
    const hanging = await startWebhook();
    hanging.answerWith(() => 'hang');
    for (let i = 0; i < 120; i++) await paged.addPage({ channel: 'slow', at: clock.now() });
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('slow', hanging.url), hook('hook')]);
    await eventually(() => webhook.received.length === 1);
    expect(hanging.received.length).toBeLessThanOrEqual(4);
    await hanging.stop();
  });

  it('is given up after its timeout and tried again', async () => {
    webhook.answerWith(() => 'hang');
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')]);
    await eventually(() => webhook.received.length === 1);
    webhook.answerWith(() => ({ status: 200 }));
    await clock.advance(10_000);
    await eventually(() => ends.length === 1);
    await eventually(async () => {
      await clock.advance(100);
      return ends.length === 2;
    });
    expect(ends.map(({ outcome }) => outcome)).toEqual(['retry', 'delivered']);
  });

  it('is left behind even when it does not heed its signal', async () => {
    const deaf: ChannelInstance = {
      name: 'deaf',
      options: {},
      channel: defineChannel({
        name: 'deaf',
        options: z.strictObject({}),
        capabilities: { idempotencyWindowMs: 1000, timeoutMs: 500, perMinute: null },
        send: () => new Promise(() => undefined),
      }),
    };
    await paged.addPage({ channel: 'deaf', at: clock.now() });
    start([deaf]);
    await eventually(async () => (await paged.pages())[0]?.state === 'sending');
    await clock.advance(500);
    await eventually(() => ends.length === 1);
    expect(ends[0]?.outcome).toBe('retry');
  });
});

describe('a storm', () => {
  it('lets the first page of a case go before all others, retries of first pages too', async () => {
    const only = { ...hook('hook'), channel: { ...hook('hook').channel } };
    only.channel.capabilities = { ...only.channel.capabilities, perMinute: 1 };
    webhook.answerWith(() => ({ status: 503 }));
    const failing = await paged.addPage({ channel: 'hook', at: clock.now() });
    start([only]);
    await eventually(() => ends.length === 1);
    webhook.answerWith(() => ({ status: 200 }));
    await paged.addPage({ channel: 'hook', at: clock.now(), reason: 'breached' });
    const first = await paged.addPage({ channel: 'hook', at: clock.now() });
    await eventually(async () => {
      await clock.advance(5000);
      return ends.length === 4;
    });
    expect(keys().map((key) => Number(/^case-(\d+)/.exec(String(key))?.[1]))).toEqual([
      failing,
      first,
      failing,
      2,
    ]);
  });

  it('keeps to the messages a minute the other side takes', async () => {
    const limited = { ...hook('hook') };
    limited.channel = {
      ...limited.channel,
      capabilities: { ...limited.channel.capabilities, perMinute: 2 },
    };
    for (let i = 0; i < 5; i++) await paged.addPage({ channel: 'hook', at: clock.now() });
    start([limited]);
    await eventually(() => ends.length === 2);
    await clock.advance(59_000);
    expect(webhook.received).toHaveLength(2);
    await eventually(async () => {
      await clock.advance(100);
      return ends.length === 4;
    });
    expect(clock.now() - Date.UTC(2026, 2, 2, 8)).toBeLessThan(65_000);
  });
});

describe('a database that fails', () => {
  it('after the send, keeps how it ended until it can be written down', async () => {
    let failures = 0;
    const failing = {
      ...paged.store,
      transaction: ((work) => {
        // The first transaction claims the page, the next ones would finish it.
        if (failures++ === 0 || failures > 4) return paged.store.transaction(work);
        return Promise.reject(new Error('disk full'));
      }) as typeof paged.store.transaction,
    };
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')], { store: failing });
    await eventually(async () => {
      await clock.advance(500);
      return ends.length === 1;
    });
    expect(failures).toBe(5);
    expect(await paged.pages()).toEqual([{ state: 'delivered', attempts: 1 }]);
    expect(webhook.received).toHaveLength(1);
  });

  it('before the send, is not asked without a pause', async () => {
    let asked = 0;
    const failing = {
      ...paged.store,
      transaction: () => Promise.reject(new Error(`disk full ${++asked}`)),
    };
    await paged.addPage({ channel: 'hook', at: clock.now() });
    start([hook('hook')], { store: failing });
    await eventually(() => asked === 1);
    await eventually(async () => {
      await clock.advance(100);
      return asked > 2;
    });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(2000);
  });
});

describe('the end of the collector', () => {
  it('does not wait for a hanging receiver, and the page waits for its window', async () => {
    webhook.answerWith(() => 'hang');
    await paged.addPage({ channel: 'hook', at: clock.now() });
    const sender = start([hook('hook')]);
    await eventually(() => webhook.received.length === 1);
    await stopped(sender);
    expect(await paged.pages()).toEqual([{ state: 'sending', attempts: 1 }]);

    webhook.answerWith(() => ({ status: 200 }));
    start([hook('hook')]);
    await clock.advance(18_000);
    expect(webhook.received).toHaveLength(1);
    await eventually(async () => {
      await clock.advance(500);
      return ends.length === 1;
    });
    expect(await paged.pages()).toEqual([{ state: 'delivered', attempts: 2 }]);
    expect(new Set(keys()).size).toBe(1);
  });
});
