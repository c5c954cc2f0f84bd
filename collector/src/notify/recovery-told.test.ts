import { createSerial } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { acts, applyTurn, caseIds, changeOf, START } from '../../../test/harness/cases-in-steps.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { senderOver } from '../../../test/harness/sender-over.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { act, appendEvents, runClocks, WATCHCASE } from '../cases/index.ts';
import type { CaseChange, PageMessage } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { composePage } from './compose.ts';
import { channelInstanceSchema, dutySchema } from './config.ts';
import { planPages, type RecordLine } from './plan.ts';
import type { Sender } from './sender.ts';

const MIN = 60_000;
const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook'], severities: ['minor', 'critical'] },
  { name: 'Bo', channels: ['hook'], severities: ['critical'] },
]);

interface Story {
  name: string;
  /** Steps as in cases-in-steps.ts, with what was received at the end of that minute: `person reason state`. */
  steps: [step: string, received?: string[]][];
  /** Answers of the receiver by minute, when not 200. */
  refusedUntil?: number;
  /** By PagerDuty: what was received is `action incident` then. */
  keepsIncidents?: true;
}

const stories: Story[] = [
  {
    name: 'who was paged is told of recovery once, two minutes after it, and nobody else',
    steps: [
      ['0 fire a minor', ['Ada opened wrong']],
      ['5 resolve a', []],
      ['6 wait', []],
      ['7 wait', ['Ada recovered recovered']],
      ['30 wait', []],
      ['46 wait', ['Ada warning recovered']],
      ['61 wait', ['Ada breached recovered']],
    ],
  },
  {
    name: 'a fault that is back before is not told, and one that flaps writes one page',
    steps: [
      ['0 fire a critical', ['Ada opened wrong', 'Bo opened wrong']],
      ['1 resolve a', []],
      ['2 fire a critical', []],
      ['2.5 resolve a', []],
      ['4 wait', []],
      ['5 wait', ['Ada recovered recovered', 'Bo recovered recovered']],
    ],
  },
  {
    name: 'back after its recovery was told: paged again, though the case is the same and somebody has it',
    steps: [
      ['0 fire a minor', ['Ada opened wrong']],
      ['1 ack 1 Ada', []],
      ['2 resolve a', []],
      ['5 wait', ['Ada recovered recovered']],
      ['10 fire a minor', ['Ada recurred wrong']],
      ['11 resolve a', []],
      ['14 wait', ['Ada recovered recovered']],
    ],
  },
  {
    name: 'another alert of the case after its recovery was told is paged as well',
    steps: [
      ['0 fire a minor', ['Ada opened wrong']],
      ['2 resolve a', []],
      ['5 wait', ['Ada recovered recovered']],
      ['10 fire b minor', ['Ada recurred wrong']],
    ],
  },
  {
    name: 'that a person has resolved it is told once to those who were paged, but for who did it',
    steps: [
      ['0 fire a critical', ['Ada opened wrong', 'Bo opened wrong']],
      ['3 fix-though-it-fires 1 Bo', ['Ada resolved wrong']],
      ['4 close-though-it-fires 1 Ada', []],
      ['9 resolve a', []],
      ['12 wait', []],
    ],
  },
  {
    name: 'open again after it was resolved: paged anew, and told anew',
    steps: [
      ['0 fire a critical', ['Ada opened wrong', 'Bo opened wrong']],
      ['3 fix-though-it-fires 1 Bo', ['Ada resolved wrong']],
      ['4 reopen 1 Bo', ['Ada reopened wrong', 'Bo reopened wrong']],
      ['5 fix-though-it-fires 1 Ada', ['Bo resolved wrong']],
    ],
  },
  {
    name: 'whose page was withdrawn is told nothing',
    refusedUntil: 2,
    steps: [
      ['0 fire a minor', []],
      ['1 ack 1 Ada', []],
      ['5 wait', []],
      ['6 resolve a', []],
      ['12 wait', []],
    ],
  },
  {
    name: 'a page that got through only after the recovery has told it already',
    refusedUntil: 6,
    steps: [
      ['0 fire a minor', []],
      ['5 resolve a', []],
      ['12 wait', ['Ada opened recovered']],
      ['15 fire a minor', ['Ada recurred wrong']],
    ],
  },
  {
    name: 'an incident ends with its case also where that became part of another',
    keepsIncidents: true,
    steps: [
      ['0 fire a minor', ['trigger C-1']],
      ['1 fire x minor', ['trigger C-2']],
      ['2 merge-into-2 1 Bo', ['resolve C-1']],
      ['3 fix-though-it-fires 2 Bo', ['resolve C-2']],
    ],
  },
  {
    name: 'an incident that was opened for somebody to be asked while all was quiet ends with its case',
    keepsIncidents: true,
    steps: [
      ['0 fire a minor', ['trigger C-1']],
      ['5 resolve a', []],
      ['8 wait', ['resolve C-1']],
      ['46 wait', ['trigger C-1']],
      ['47 fix 1 Ada', ['resolve C-1']],
    ],
  },
  {
    name: 'it is told, once, by whoever closes the case before: that it is resolved says as much',
    steps: [
      ['0 fire a minor', ['Ada opened wrong']],
      ['5 resolve a', []],
      ['6 close 1 Bo', ['Ada resolved recovered']],
      ['8 wait', []],
    ],
  },
];

const record: RecordLine = async (tx, caseId, line) => {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
};

const pagerduty = (url: string) =>
  channelInstanceSchema.parse({
    name: 'hook',
    type: 'pagerduty',
    options: { url, routingKey: 'pagerdutyroutingkey0123456789abc' },
  });

/** As in the collector, where senders write between turns. */
function oneAtATime(store: Store): Store {
  const serial = createSerial();
  return { ...store, transaction: (work) => serial.run(() => store.transaction(work)) };
}

describeEachStore('recovery', (newDatabase) => {
  let clock: ManualClock;
  let webhook: Webhook;
  let store: Store;
  let sender: Sender;
  let keepsIncidents: boolean;

  beforeEach(async () => {
    clock = new ManualClock(START);
    webhook = await startWebhook();
    store = oneAtATime(await (await newDatabase()).open());
    await addHost(store);
    keepsIncidents = false;
    sender = await newSender();
  });
  afterEach(async () => {
    await stop();
    await webhook.stop();
  });

  async function newSender(): Promise<Sender> {
    const compose = {
      publicUrl: 'https://wc.example',
      linkSecret: 's',
      roster: dutyRoster(duty),
      hint: () => Promise.resolve(undefined),
    };
    return senderOver('', webhook.url, clock, {
      store,
      roster: dutyRoster(duty),
      record,
      compose: (page) => composePage(store.db, page, compose),
      ...(keepsIncidents ? { channels: [pagerduty(webhook.url)] } : {}),
    });
  }

  async function stop(): Promise<void> {
    const stopped = sender.stop();
    await clock.advance(1000);
    await stopped;
  }

  async function plan(change: () => Promise<CaseChange[]>): Promise<void> {
    const changes = await change();
    const now = clock.now();
    const roster = await dutyRoster(duty)(store.db);
    const incidents = new Set(keepsIncidents ? ['hook'] : []);
    await store.transaction((tx) =>
      planPages(tx, changes, { roster, record, now, recoveryToldAfterMs: 2 * MIN, incidents }),
    );
    sender.wake();
  }

  /** Lets time pass in small steps, so that no attempt is cut off by a clock that ran ahead of it. */
  async function until(minute: number): Promise<void> {
    while (clock.now() < START + minute * MIN) {
      await clock.advance(Math.min(5000, START + minute * MIN - clock.now()));
      await settled();
    }
  }

  async function settled(): Promise<void> {
    await eventually(async () => {
      sender.wake();
      const due = await store.db
        .selectFrom('pages')
        .select('id')
        .where('finished_at', 'is', null)
        .where((where) => where.or([where('state', '=', 'sending'), where('next_at', '<=', clock.now())]))
        .execute();
      return due.length === 0;
    });
  }

  async function take(step: string): Promise<void> {
    const words = step.split(' ');
    const [minute, what = '', ordinal, by = ''] = words;
    await until(Number(minute));
    const now = clock.now();
    if (what === 'wait') await plan(() => store.transaction((tx) => runClocks(tx, now)));
    else if (acts[what] === undefined) await plan(() => applyTurn(store, [changeOf(words)]));
    else {
      const id = (await caseIds(store))[Number(ordinal) - 1] ?? 0;
      const action = acts[what](by);
      const acted = store.transaction((tx) => act(tx, id, action, { now, comesBackAfterMs: 240 * MIN }));
      await plan(async () => (await acted).changes);
    }
    await settled();
  }

  const received = () =>
    webhook.received.map(({ body }) => {
      if (keepsIncidents) {
        const event = JSON.parse(body) as { event_action: string; dedup_key: string };
        return `${event.event_action} ${event.dedup_key.replace('watchcase/', '')}`;
      }
      const { person, reason, case: it } = JSON.parse(body) as PageMessage;
      return `${person} ${reason} ${it.recoveredAt === null ? 'wrong' : 'recovered'}`;
    });

  it.each(stories)('$name', async ({ steps, refusedUntil, ...story }) => {
    if (story.keepsIncidents === true) {
      await stop();
      keepsIncidents = true;
      sender = await newSender();
    }
    const refuses = () => refusedUntil !== undefined && clock.now() < START + refusedUntil * MIN;
    webhook.answerWith(() => ({ status: refuses() ? 503 : keepsIncidents ? 202 : 200 }));
    for (const [step, wanted] of steps) {
      await take(step);
      const news = received().splice(0);
      webhook.received.splice(0);
      const delivered = refuses() ? [] : news;
      if (wanted !== undefined) expect(delivered.toSorted(), step).toEqual(wanted.toSorted());
    }
    const pages = await store.db.selectFrom('pages').selectAll().execute();
    expect(pages.filter(({ reason }) => reason === 'recovered').length).toBeLessThanOrEqual(2);
  });

  it('a sender that starts anew, or a second one, tells no more than once', async () => {
    await take('0 fire a minor');
    await take('5 resolve a');
    await stop();
    sender = await newSender();
    const other = await newSender();
    await take('9 wait');
    const stopped = other.stop();
    await clock.advance(1000);
    await stopped;
    expect(received()).toEqual(['Ada opened wrong', 'Ada recovered recovered']);
  });
});
