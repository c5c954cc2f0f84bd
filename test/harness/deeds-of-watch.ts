import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { startAuditor } from '../../collector/src/auditor/index.ts';
import { rebuildCase } from '../../collector/src/cases/index.ts';
import { newHostState } from '../../collector/src/ingest/index.ts';
import { type Message, SYNTHETIC } from '../../collector/src/model/index.ts';
import { createSender } from '../../collector/src/notify/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { createTestPost, preparePlace, sweepPlace, syntheticPack } from '../../collector/src/watch/index.ts';
import { greeting, reading, type UpMessage } from '../../collector/src/watch/messages.ts';
import { recordLine } from '../../collector/src/wiring/record-line.ts';
import { START } from './cases-in-steps.ts';
import type { Deed } from './deed.ts';
import { dutyRoster } from './duty-roster.ts';
import { house, NOW } from './flow-house.ts';
import { addCase, addHost } from './paged-case.ts';
import { samplePageOf } from './sample-page.ts';

const MINUTE = 60_000;
/** By then every target of both cases is missed, and nobody has said so. */
const MISSED = 100_000;
const log = createLog('test', 'silent');
const duty = [
  { name: 'Ada', language: 'en', severities: ['critical'], channels: ['chat', 'phone'] },
] as const;
const ada = dutyRoster(
  duty.map((one) => ({ ...one, severities: [...one.severities], channels: [...one.channels] })),
);

/** Two open cases that nobody has and of which nothing is to come; the page of one has failed. */
async function forget(store: Store): Promise<void> {
  await addHost(store);
  await store.transaction(async (tx) => {
    const first = await addCase(tx, { opened_at: START });
    const second = await addCase(tx, { opened_at: START });
    for (const id of [first, second]) await rebuildCase(tx, id);
    const at = { created_at: START, next_at: START, finished_at: START };
    const page = { key: 'k', case_id: first, reason: 'opened', person: 'Ada', channel: 'chat' };
    await tx
      .insertInto('pages')
      .values({ ...page, ...at, state: 'failed', attempts: 1 })
      .execute();
  });
}

/** Three passes, a minute between them: what is overdue at the first may be nobody's fault. */
async function audit(store: Store): Promise<void> {
  const clock = new ManualClock(START + MISSED * MINUTE);
  const repaired = () => undefined;
  const needs = { store, shards: () => undefined, roster: ada, record: recordLine, repaired, clock, log };
  const auditor = startAuditor(needs);
  for (const minute of [MISSED, MISSED + 1, MISSED + 2]) {
    clock.set(START + minute * MINUTE);
    await auditor.pass();
  }
  await auditor.stop();
}

const arrived = ({ topic, payload }: UpMessage, arrivedAt: number): Message => ({
  topic,
  payload: Buffer.from(payload),
  retained: false,
  arrivedAt,
});

/** One alert from its messages to its page and away again. */
async function synthetic(store: Store): Promise<void> {
  const clock = new ManualClock(NOW);
  const { customerId, siteId, host, hostId: id } = SYNTHETIC;
  await store.transaction((tx) => preparePlace(tx, { passwordHash: 'hash', now: NOW }));
  const { flow, ingest, settle } = await house(store, { clock, pack: syntheticPack.text });
  const identity = { customer: customerId, host };
  ingest.addHost(newHostState({ id, identity, customerId, siteId, name: host, now: NOW }));
  for (const message of greeting(NOW, NOW)) flow.receive(arrived(message, NOW));
  flow.receive(arrived(reading({ epoch: NOW, seq: 1, now: NOW }, true), NOW));
  await settle();
  await sendAll(store, clock);
  const now = clock.now();
  flow.receive(arrived(reading({ epoch: NOW, seq: 2, now }, false), now));
  await settle();
  await store.transaction(sweepPlace);
}

async function sendAll(store: Store, clock: ManualClock): Promise<void> {
  let ended = 0;
  const sender = createSender({
    store,
    channels: [createTestPost().channel],
    compose: (page) => Promise.resolve(samplePageOf(page)),
    record: recordLine,
    roster: ada,
    clock,
    log,
    random: () => 0,
    attempted: () => void ended++,
  });
  sender.wake();
  await eventually(() => ended === 1, { timeoutMs: 60_000 });
  await sender.stop();
}

/** What the collector does to watch over itself, each as often as its time comes again. */
export const deedsOfWatch = {
  'what the auditor repairs': { prepare: forget, run: audit },
  'a synthetic alert': { prepare: addHost, run: synthetic },
} satisfies Record<string, Deed>;
