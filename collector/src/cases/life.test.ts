import { isUserError } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import {
  caseIds,
  COMES_BACK_MS,
  expectIndexesToFollow,
  play,
  START,
  told,
} from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { type Actor, type CaseDeed, namedActor } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { act, readEvents, runClocks } from './index.ts';

const MIN = 60_000;
const lin = namedActor('lin');
const customer: Actor = { kind: 'contact', id: 'c1', name: 'Ms Zhao', role: 'customer' };

describeEachStore('the life of a case', (newDatabase) => {
  async function begin(steps: readonly string[] = []) {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', ...steps]);
    return store;
  }
  async function doing(
    store: Store,
    minute: number,
    deed: CaseDeed,
    more: { by?: Actor; key?: string } = {},
  ) {
    const id = (await caseIds(store))[0] ?? 0;
    const action = { ...deed, by: lin, ...more };
    return store.transaction((tx) =>
      act(tx, id, action, { now: START + minute * MIN, comesBackAfterMs: COMES_BACK_MS }),
    );
  }
  const codeOf = (done: Promise<unknown>) =>
    done.then(
      () => 'no error',
      (error: unknown) => (isUserError(error) ? error.code : String(error)),
    );
  const rowOf = (store: Store) => store.db.selectFrom('cases').selectAll().executeTakeFirstOrThrow();

  it('goes from the report to the rating', async () => {
    const store = await begin();
    await doing(store, 1, { kind: 'diagnose', text: 'the pool is too small' });
    await doing(store, 2, { kind: 'need-on-site', text: '' });
    await doing(store, 3, { kind: 'arrive', text: '' });
    await doing(store, 4, { kind: 'hold', reason: 'parts', until: null, text: 'a disk' });
    expect(await rowOf(store)).toMatchObject({ state: 'on-hold', held_reason: 'parts', unresolved: 1 });
    await doing(store, 5, { kind: 'resume' });
    expect(await rowOf(store)).toMatchObject({ state: 'on-site', held_reason: null });
    await play(store, ['6 resolve a', '7 fix 1 lin']);
    await doing(store, 8, { kind: 'confirm', text: '' }, { by: customer });
    await doing(store, 9, { kind: 'rate', stars: 5, text: 'thanks' }, { by: customer });
    await play(store, ['10 close 1 lin']);
    expect(await told(store)).toEqual([
      'closed minor recovered: opened acknowledged diagnosed on-site-needed on-site-arrived held resumed alert-recovered recovered resolved confirmed rated closed',
    ]);
    expect(await rowOf(store)).toMatchObject({ rating: 5, confirmed_at: START + 8 * MIN, assignee: 'lin' });
    await expectIndexesToFollow(store);
  });

  it('goes on by itself when it has waited long enough', async () => {
    const store = await begin(['1 ack 1 lin']);
    await doing(store, 2, { kind: 'hold', reason: 'customer', until: START + 10 * MIN, text: '' });
    await play(store, ['9 tick']);
    expect((await rowOf(store)).state).toBe('on-hold');
    await store.transaction((tx) => runClocks(tx, START + 10 * MIN));
    expect(await rowOf(store)).toMatchObject({ state: 'acknowledged', held_until: null });
    await store.transaction((tx) => runClocks(tx, START + 11 * MIN));
    expect((await told(store))[0]).toBe('acknowledged minor: opened acknowledged held resumed');
  });

  it('a worse fault in a case on hold is to be answered anew', async () => {
    const store = await begin(['1 ack 1 lin']);
    await doing(store, 2, { kind: 'hold', reason: 'supplier', until: null, text: '' });
    await play(store, ['3 fire b critical']);
    expect(await rowOf(store)).toMatchObject({ state: 'open', held_reason: null, acknowledged_by: null });
  });

  it('an act under one key is done once', async () => {
    const store = await begin();
    for (const minute of [1, 2]) await doing(store, minute, { kind: 'note', text: 'hm' }, { key: 'k1' });
    await doing(store, 3, { kind: 'note', text: 'hm' }, { key: 'k2' });
    expect((await told(store))[0]).toBe('open minor: opened note note');
  });

  it('severity goes either way, and says from where', async () => {
    const store = await begin();
    await doing(store, 1, { kind: 'change-severity', severity: 'critical', text: 'all stand still' });
    await doing(store, 2, { kind: 'change-severity', severity: 'advisory', text: '' });
    await doing(store, 3, { kind: 'change-severity', severity: 'advisory', text: '' });
    const events = await readEvents(store.db, (await caseIds(store))[0] ?? 0);
    expect(events.slice(1).map(({ kind, data }) => [kind, data['from'], data['severity']])).toEqual([
      ['severity-changed', 'minor', 'critical'],
      ['severity-changed', 'critical', 'advisory'],
    ]);
    expect((await rowOf(store)).severity).toBe('advisory');
  });

  it('assigning is no answer; what a customer writes they can read, what a program writes is a robot’s', async () => {
    const store = await begin();
    await doing(store, 1, { kind: 'assign', person: null, team: 'north' });
    await doing(store, 2, { kind: 'note', text: 'it is slow' }, { by: customer });
    await doing(
      store,
      3,
      { kind: 'note', text: 'cpu', visibility: 'customer' },
      { by: namedActor('bot', 'token') },
    );
    const row = await rowOf(store);
    expect(row).toMatchObject({ state: 'open', team: 'north', assignee: null });
    const notes = (await readEvents(store.db, row.id)).filter(({ kind }) => kind === 'note');
    expect(notes.map(({ data }) => data)).toEqual([
      { visibility: 'customer', author: { kind: 'person', role: 'customer', mail: 'c1' } },
      { visibility: 'customer', author: { kind: 'robot', role: 'admin' } },
    ]);
  });

  it('a person watches a case once', async () => {
    const store = await begin();
    for (const minute of [1, 2]) await doing(store, minute, { kind: 'watch' });
    await doing(store, 3, { kind: 'watch' }, { by: namedActor('bo') });
    expect((await rowOf(store)).watchers).toBe('["lin","bo"]');
    await doing(store, 4, { kind: 'unwatch' });
    expect((await told(store))[0]).toBe('open minor: opened watched watched unwatched');
  });

  it.each<{ what: string; steps: string[]; deed: CaseDeed; by: Actor; expected: string }>([
    {
      what: 'a customer answers',
      steps: [],
      deed: { kind: 'acknowledge' },
      by: customer,
      expected: 'CASE_ACT_NOT_YOURS',
    },
    {
      what: 'a customer comments',
      steps: [],
      deed: { kind: 'note', text: 'x' },
      by: customer,
      expected: 'no error',
    },
    {
      what: 'a customer opens what runs',
      steps: [],
      deed: { kind: 'dispute', text: '' },
      by: customer,
      expected: 'CASE_NOT_ENDED',
    },
    {
      what: 'confirming what is open',
      steps: [],
      deed: { kind: 'confirm', text: '' },
      by: customer,
      expected: 'CASE_NOT_RESOLVED',
    },
    {
      what: 'holding what nobody has',
      steps: [],
      deed: { kind: 'hold', reason: 'parts', until: null, text: '' },
      by: lin,
      expected: 'CASE_NOT_ACKNOWLEDGED',
    },
    {
      what: 'resuming what does not wait',
      steps: ['1 ack 1 lin'],
      deed: { kind: 'resume' },
      by: lin,
      expected: 'CASE_NOT_ON_HOLD',
    },
    {
      what: 'cancelling while it fires',
      steps: [],
      deed: { kind: 'cancel', text: 'a test' },
      by: lin,
      expected: 'CASE_STILL_FIRING',
    },
    {
      what: 'cancelling when it is over',
      steps: ['1 resolve a'],
      deed: { kind: 'cancel', text: 'a test' },
      by: lin,
      expected: 'no error',
    },
    {
      what: 'work on a closed case',
      steps: ['1 resolve a', '2 close 1 lin'],
      deed: {
        kind: 'log-work',
        work: { text: '', labourMinutes: 9, travelMinutes: 0, travelKm: 0, parts: [] },
      },
      by: lin,
      expected: 'no error',
    },
  ])('$what: $expected', async ({ steps, deed, by, expected }) => {
    const store = await begin(steps);
    const before = await told(store);
    expect(await codeOf(doing(store, 20, deed, { by }))).toBe(expected);
    if (expected !== 'no error') expect(await told(store)).toEqual(before);
    await expectIndexesToFollow(store);
  });
});
