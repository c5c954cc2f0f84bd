import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import type { Sender } from './sender.ts';
import type { AttemptEnd } from './sender-needs.ts';

let clock: ManualClock;
let paged: PagedStore;
let webhook: Webhook;
let sender: Sender | undefined;
let ends: AttemptEnd[];
let lines: string[];

beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
  webhook = await startWebhook();
  ends = [];
  lines = [];
});

afterEach(async () => {
  const stopped = sender?.stop();
  await clock.advance(1000);
  await stopped;
  await webhook.stop();
  await paged.stop();
});

async function start(): Promise<void> {
  sender = await senderOver(paged.file, webhook.url, clock, {
    store: paged.store,
    record: (_tx, _caseId, line) => Promise.resolve(void lines.push(line.kind)),
    attempted: (end) => void ends.push(end),
  });
  sender.wake();
}

const set = (state: 'acknowledged' | 'resolved' | 'closed') =>
  paged.store.transaction((tx) => tx.updateTable('cases').set({ state }).execute());
const detail = async () =>
  (await paged.store.db.selectFrom('page_attempts').select('detail').orderBy('attempt').execute()).at(-1)
    ?.detail;

it.each([
  ['resolved', 'opened'],
  ['closed', 'breached'],
  ['acknowledged', 'opened'],
  ['acknowledged', 'reopened'],
  ['acknowledged', 'warning'],
] as const)('%s: a page "%s" is withdrawn before its first attempt', async (state, reason) => {
  await paged.addPage({ channel: 'hook', at: clock.now(), reason });
  await set(state);
  await start();
  await eventually(() => ends.length === 1);
  expect(webhook.received).toEqual([]);
  expect(await paged.pages()).toEqual([{ state: 'failed', attempts: 1 }]);
  expect(await detail()).toBe(`withdrawn: the case is ${state}`);
  expect(lines).toEqual(['page-failed']);
});

it.each(['raised', 'breached'])('acknowledged: a page "%s" still goes out', async (reason) => {
  await paged.addPage({ channel: 'hook', at: clock.now(), reason });
  await set('acknowledged');
  await start();
  await eventually(() => ends.length === 1);
  expect(webhook.received).toHaveLength(1);
  expect(await paged.pages()).toEqual([{ state: 'delivered', attempts: 1 }]);
});

it('resolved between two attempts: there is no second one', async () => {
  webhook.answerWith(() => ({ status: 503 }));
  await paged.addPage({ channel: 'hook', at: clock.now() });
  await start();
  await eventually(() => ends.length === 1);
  await set('resolved');
  await eventually(async () => {
    await clock.advance(1000);
    return ends.length === 2;
  });
  expect(webhook.received).toHaveLength(1);
  expect(lines).toEqual(['page-retry', 'page-failed']);
});
