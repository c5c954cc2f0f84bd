import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { openPagedStore, type PagedStore } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { dutySchema } from './config.ts';
import type { Sender } from './sender.ts';
import type { AttemptEnd } from './sender-needs.ts';

const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook'] },
  { name: 'Wang', severities: [], channels: ['hook'] },
]);
let clock: ManualClock;
let paged: PagedStore;
let webhook: Webhook;
let sender: Sender;
let ends: AttemptEnd[];
let lines: string[];

beforeEach(async () => {
  clock = new ManualClock();
  paged = await openPagedStore();
  webhook = await startWebhook();
  [ends, lines] = [[], []];
  sender = await senderOver(paged.file, webhook.url, clock, {
    store: paged.store,
    roster: dutyRoster(duty),
    record: (_tx, _caseId, { kind, data }) =>
      Promise.resolve(void lines.push(`${kind} ${String(data['person'])}`)),
    attempted: (end) => void ends.push(end),
  });
});
afterEach(async () => {
  const stopped = sender.stop();
  await clock.advance(1000);
  await stopped;
  await webhook.stop();
  await paged.stop();
});

const people = () => paged.store.db.selectFrom('pages').select(['person', 'state']).orderBy('id').execute();

/** Goes to the moment of the next attempt, and on when it has ended: a clock that moves meanwhile would cut it off. */
async function nextAttempt(): Promise<void> {
  const before = ends.length;
  const { at } = await paged.store.db
    .selectFrom('pages')
    .select((query) => query.fn.min('next_at').as('at'))
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow();
  await clock.advance(Math.max(1, at - clock.now()));
  await eventually(() => ends.length > before);
}

it('a receiver that answers 404 once gets the page a moment later', async () => {
  webhook.answerWith(() => ({ status: webhook.received.length === 1 ? 404 : 200 }));
  await paged.addPage({ channel: 'hook', at: clock.now() });
  sender.wake();
  await eventually(async () => {
    await clock.advance(1000);
    return ends.length === 2;
  });
  expect(await people()).toEqual([{ person: 'Ada', state: 'delivered' }]);
});

it('one that refuses for ten minutes leads to the next person on duty, and to nobody else twice', async () => {
  webhook.answerWith(() => ({ status: 404 }));
  await paged.addPage({ channel: 'hook', at: clock.now() });
  sender.wake();
  await eventually(() => ends.length === 1);
  while (!lines.includes('nobody-to-page undefined')) await nextAttempt();
  expect(await people()).toEqual([
    { person: 'Ada', state: 'failed' },
    { person: 'Wang', state: 'failed' },
  ]);
  const kinds = lines.filter((line) => !line.startsWith('page-retry'));
  expect(kinds).toEqual([
    'page-failed Ada',
    'page-queued Wang',
    'page-failed Wang',
    'nobody-to-page undefined',
  ]);
});

it('in a chain nobody else is paged when nobody of a step is reached: the next step comes at once', async () => {
  webhook.answerWith(() => ({ status: 400 }));
  await paged.addPage({ channel: 'hook', at: clock.now() });
  const row = { content: '', round: 1, step: 1, because: 'asking', next_at: 1, lapsed: 0 };
  await paged.store.transaction((tx) =>
    tx
      .insertInto('escalations')
      .values({ case_id: 1, ...row })
      .execute(),
  );
  sender.wake();
  while (!lines.includes('nobody-to-page undefined')) await nextAttempt();
  expect(await people()).toEqual([{ person: 'Ada', state: 'failed' }]);
});
