import { shippedCalendars } from '@watchcase/calendar';
import { presets, termsContentSchema } from '@watchcase/sla';
import { expect, it } from 'vitest';
import { expectIndexesToFollow } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { NewCase } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import {
  appendEvents,
  explainCase,
  nextClockAt,
  openCase,
  type OwedTerms,
  runClocks,
  WATCHCASE,
} from './index.ts';

const MIN = 60_000;
/** Tuesday 10:00 in Shanghai. */
const START = Date.parse('2026-03-03T10:00+08:00');
const owed: OwedTerms = {
  ref: {
    contract: 'acme-2026',
    policy: { id: 'standard', version: 7 },
    calendars: [{ id: 'cn', version: 3 }],
    scope: 'covered',
    travelAllowanceMs: 90 * MIN,
  },
  content: termsContentSchema.parse({
    policy: presets['standard@2'],
    calendars: [shippedCalendars['cn']],
    business: 'cn',
  }),
};

const wanted: NewCase = {
  key: 'k1',
  title: { en: 'ERP is slow', 'zh-CN': 'ERP 变慢' },
  text: '',
  severity: 'critical',
  category: 'software',
  source: 'api',
  kind: 'fault',
  customerId: 'acme',
  siteId: 'main',
  hostId: null,
  by: { kind: 'account', id: 'ada', name: 'Ada', role: 'engineer' },
};

async function open(store: Store, more: Partial<NewCase> = {}): Promise<number> {
  const how = { now: START, owed: () => Promise.resolve(owed) };
  const change = await store.transaction((tx) => openCase(tx, { ...wanted, ...more }, how));
  return change?.caseId ?? 0;
}

function write(store: Store, id: number, what: string, data: Record<string, unknown> = {}) {
  const [minute, kind] = what.split(' ');
  return store.transaction(async (tx) => {
    const row = await tx.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const line = {
      time: START + Number(minute) * MIN,
      kind: kind as 'note',
      actor: WATCHCASE,
      text: '',
      data,
    };
    return appendEvents(tx, row, [line]);
  });
}

async function clocks(store: Store, id: number) {
  const rows = await store.db.selectFrom('case_clocks').selectAll().where('case_id', '=', id).execute();
  return new Map(rows.map((row) => [row.target, { ...row, due: (row.due_at - START) / MIN }]));
}

const tick = (store: Store, minute: number) => store.transaction((tx) => runClocks(tx, START + minute * MIN));

describeEachStore('what a case is judged by', (newDatabase) => {
  it('is what its contract said when it opened, with all five promises', async () => {
    const store = await (await newDatabase()).open();
    const id = await open(store);
    await write(store, id, '5 on-site-needed');
    const due = [...(await clocks(store, id))].map(([target, row]) => [target, row.due]);
    expect(Object.fromEntries(due)).toEqual({
      respond: 15,
      diagnose: 30,
      'on-site': 5 + 120 + 90,
      resolve: 240,
      update: 30,
    });
    await expectIndexesToFollow(store);
  });

  it('stays so whatever becomes of the contract: the store keeps what was said, once', async () => {
    const store = await (await newDatabase()).open();
    await open(store);
    await open(store, { key: 'k2' });
    const rows = await store.db.selectFrom('case_terms').selectAll().execute();
    expect(rows.map(({ data }) => JSON.parse(data))).toEqual([owed.content]);
  });

  it('is what it always was where nobody keeps contracts', async () => {
    const store = await (await newDatabase()).open();
    const how = { now: START, owed: () => Promise.resolve(undefined) };
    await store.transaction((tx) => openCase(tx, wanted, how));
    expect([...(await clocks(store, 1)).keys()].toSorted()).toEqual(['resolve', 'respond']);
  });

  it('a hold stops resolve, and the case ticks for it when it is over', async () => {
    const store = await (await newDatabase()).open();
    const id = await open(store);
    for (const kind of ['acknowledged', 'diagnosed']) await write(store, id, `5 ${kind}`);
    await write(store, id, '60 held', { reason: 'customer', until: START + 120 * MIN });
    const { resolve } = Object.fromEntries(await clocks(store, id));
    expect(resolve).toMatchObject({ due: 300, paused_reason: 'customer', paused_until: START + 120 * MIN });
    expect(await explainCase(store.db, id, START + 90 * MIN)).toMatchObject({
      case: `C-${id}`,
      policy: 'standard@7',
      clocks: expect.arrayContaining([
        expect.objectContaining({
          target: 'resolve',
          rounds: [
            expect.objectContaining({ outcome: 'paused', countedSeconds: 3600, limitSeconds: 14_400 }),
          ],
        }),
      ]),
    });
  });

  it('only a note of a person that the customer can read is progress', async () => {
    const store = await (await newDatabase()).open();
    const id = await open(store);
    await write(store, id, '10 note', { visibility: 'internal', author: { kind: 'account' } });
    expect((await clocks(store, id)).get('update')?.due).toBe(30);
    await write(store, id, '12 note', { visibility: 'customer', author: 'robot' });
    expect((await clocks(store, id)).get('update')?.due).toBe(30);
    await write(store, id, '15 note', { visibility: 'customer', author: { kind: 'person' } });
    expect((await clocks(store, id)).get('update')?.due).toBe(45);
  });

  it('of 10 000 open cases a tick looks at those that are due, and tells each once', async () => {
    const store = await (await newDatabase()).open();
    const id = await open(store);
    const row = await store.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const later = START + 400 * 86_400_000;
    for (let from = 0; from < 10_000; from += 500)
      await store.transaction((tx) =>
        tx
          .insertInto('cases')
          .values(
            Array.from({ length: 500 }, (_, i) => {
              const { id: _id, ...rest } = row;
              return { ...rest, group_key: `other ${from + i}`, next_at: later + from + i };
            }),
          )
          .execute(),
      );
    expect(await nextClockAt(store.db)).toBe(START + 7.5 * MIN);
    const told = await tick(store, 7.5);
    expect(told.map(({ caseId, events }) => [caseId, events.map(({ kind }) => kind)])).toEqual([
      [id, ['warning']],
    ]);
    expect(await tick(store, 7.5)).toEqual([]);
    expect(await nextClockAt(store.db)).toBe(START + 11.25 * MIN);
  });
});
