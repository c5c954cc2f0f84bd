import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { channelInstanceSchema } from './config.ts';
import type { Sender } from './sender.ts';
import type { AttemptEnd } from './sender-needs.ts';

let clock: ManualClock;
let paged: PagedStore;
let webhook: Webhook;
let sender: Sender;
let ends: AttemptEnd[];

beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
  webhook = await startWebhook();
  ends = [];
});
afterEach(async () => {
  const stopped = sender.stop();
  await clock.advance(1000);
  await stopped;
  await webhook.stop();
  await paged.stop();
});

it('who has had enough by a channel that rings waits for the next, but for the first page of a critical case', async () => {
  const chat = channelInstanceSchema.parse({
    name: 'chat',
    type: 'gotify',
    options: { url: new URL(webhook.url).origin, token: 'a-token' },
  });
  const ids: number[] = [];
  for (let count = 0; count < 3; count++) {
    ids.push(await paged.addPage({ channel: 'chat', at: clock.now() + count * 1000 }));
    await paged.store.transaction((tx) => tx.updateTable('cases').set({ severity: 'major' }).execute());
  }
  const others = await paged.addPage({ channel: 'chat', at: clock.now() + 2000, person: 'Bo' });
  sender = await senderOver(paged.file, webhook.url, clock, {
    store: paged.store,
    channels: [chat],
    mostAnHour: 2,
    attempted: (end) => void ends.push(end),
  });
  for (let second = 0; second < 4; second++) {
    sender.wake();
    await eventually(() => ends.length >= Math.min(second + 1, 2));
    await clock.advance(1000);
  }
  await eventually(() => ends.length === 3);
  const rows = await paged.store.db
    .selectFrom('pages')
    .select(['id', 'state', 'attempts'])
    .orderBy('id')
    .execute();
  expect(rows.map(({ state }) => state)).toEqual(['delivered', 'delivered', 'queued', 'delivered']);
  expect([rows[2], rows[3]?.id]).toEqual([{ id: ids[2], state: 'queued', attempts: 0 }, others]);
  await paged.addPage({ channel: 'chat', at: clock.now() });
  sender.wake();
  await eventually(() => ends.length === 4);
  await clock.advance(3_600_000);
  sender.wake();
  await eventually(() => ends.length === 5);
});
