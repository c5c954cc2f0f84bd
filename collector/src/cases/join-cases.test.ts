import { isUserError } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import {
  applyTurn,
  caseIds,
  changeOf,
  COMES_BACK_MS,
  expectIndexesToFollow,
  play,
  START,
  told,
} from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { type CaseDeed, type NewCase, namedActor } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { act, openCase, openedAs, readEvents } from './index.ts';

const MIN = 60_000;
const by = namedActor('lin');
const wanted: NewCase = {
  key: 'call 1',
  customerId: 'acme',
  siteId: null,
  hostId: null,
  title: { en: 'Orders print twice', 'zh-CN': 'Orders print twice' },
  text: 'since this morning',
  severity: 'major',
  category: 'software',
  source: 'console',
  kind: 'fault',
  by,
};

describeEachStore('cases by hand, and two cases', (newDatabase) => {
  const begin = async (steps: readonly string[] = []) => {
    const store = await (await newDatabase()).open();
    await play(store, steps);
    return store;
  };
  const open = (store: Store, minute: number, more: Partial<NewCase> = {}) =>
    store.transaction((tx) =>
      openCase(
        tx,
        { ...wanted, ...more },
        { now: START + minute * MIN, owed: () => Promise.resolve(undefined) },
      ),
    );
  const doing = async (store: Store, ordinal: number, minute: number, deed: CaseDeed) => {
    const id = (await caseIds(store))[ordinal - 1] ?? 0;
    const terms = { now: START + minute * MIN, comesBackAfterMs: COMES_BACK_MS };
    return store.transaction((tx) => act(tx, id, { ...deed, by }, terms));
  };
  const codeOf = (done: Promise<unknown>) =>
    done.then(
      () => 'no error',
      (error: unknown) => (isUserError(error) ? error.code : String(error)),
    );

  it('a case that a person opens runs its clocks, and opens once for its key', async () => {
    const store = await begin();
    expect(await open(store, 0)).toMatchObject({ severity: 'major', hostId: '', acknowledged: false });
    expect(await open(store, 1)).toBeUndefined();
    await open(store, 2, { key: 'call 2', kind: 'complaint' });
    const rows = await store.db.selectFrom('cases').selectAll().orderBy('id').execute();
    expect(rows.map(({ source, kind, scope, next_due }) => [source, kind, scope, next_due])).toEqual([
      ['console', 'fault', 'customer', START + 30 * MIN],
      ['console', 'complaint', 'customer', START + 32 * MIN],
    ]);
    expect(await openedAs(store.db, 'call 1')).toBe(rows[0]?.id);
    await expectIndexesToFollow(store);
  });

  it('merged: the logs stay where they are and say so; alerts and severity go over, and the fault comes back there', async () => {
    const store = await begin(['0 fire a critical']);
    await open(store, 1);
    await doing(store, 1, 2, { kind: 'merge', into: (await caseIds(store))[1] ?? 0 });
    expect(await told(store)).toEqual([
      'closed critical: opened merged',
      'open critical: opened absorbed alert-joined severity-raised',
    ]);
    await applyTurn(store, [changeOf(['3', 'resolve', 'a', 'critical'])]);
    await applyTurn(store, [changeOf(['9', 'fire', 'a', 'critical'])]);
    const [first, second] = await caseIds(store);
    expect((await readEvents(store.db, first ?? 0)).length).toBe(2);
    expect((await readEvents(store.db, second ?? 0)).map(({ kind }) => kind)).toContain('recurred');
    await expectIndexesToFollow(store);
  });

  it('split: chosen alerts go to a case of their own, and each log names the other', async () => {
    const store = await begin(['0 fire a minor', '0 fire b minor', '1 ack 1 lin']);
    await doing(store, 1, 2, { kind: 'split', title: 'The printer', alerts: ['b'] });
    expect(await told(store)).toEqual([
      'acknowledged minor: opened alert-joined acknowledged split alert-moved',
      'open minor: opened split alert-joined',
    ]);
    const alerts = await store.db.selectFrom('alerts').select(['id', 'case_id']).orderBy('id').execute();
    expect(alerts.map(({ case_id }) => case_id)).toEqual(await caseIds(store));
    await expectIndexesToFollow(store);
  });

  it('what became part of another case while all was quiet is a new outage there hours later', async () => {
    const store = await begin(['0 fire a critical', '5 resolve a critical']);
    await open(store, 6);
    await doing(store, 1, 7, { kind: 'merge', into: (await caseIds(store))[1] ?? 0 });
    await doing(store, 2, 8, { kind: 'acknowledge' });
    await applyTurn(store, [changeOf(['300', 'fire', 'a', 'critical'])]);
    expect((await told(store))[1]).toMatch(
      /^open critical: opened absorbed severity-raised acknowledged reopened/,
    );
    await expectIndexesToFollow(store);
  });

  it('what is split off a complaint is one, too', async () => {
    const store = await begin();
    await open(store, 0, { kind: 'complaint' });
    await doing(store, 1, 2, { kind: 'split', title: 'And nobody called back', alerts: [] });
    const rows = await store.db.selectFrom('cases').select('kind').orderBy('id').execute();
    expect(rows.map(({ kind }) => kind)).toEqual(['complaint', 'complaint']);
    await expectIndexesToFollow(store);
  });

  it('a link stands in both logs, once', async () => {
    const store = await begin(['0 fire a minor', '0 fire x minor']);
    const [first = 0, second = 0] = await caseIds(store);
    for (const minute of [1, 2])
      await doing(store, 1, minute, { kind: 'link', to: second, relation: 'caused-by' });
    const linked = async (id: number) =>
      (await readEvents(store.db, id)).filter(({ kind }) => kind === 'linked').map(({ data }) => data);
    expect(await linked(first)).toEqual([{ case: second, relation: 'caused-by' }]);
    expect(await linked(second)).toEqual([{ case: first, relation: 'causes' }]);
  });

  it.each<[string, string[], CaseDeed, string]>([
    ['into itself', [], { kind: 'merge', into: 1 }, 'CASE_JOIN_IMPOSSIBLE'],
    ['into nothing', [], { kind: 'merge', into: 99 }, 'CASE_NOT_FOUND'],
    [
      'into one that has ended',
      ['1 fire x minor', '2 resolve x', '3 close 2 lin'],
      { kind: 'merge', into: 2 },
      'CASE_JOIN_IMPOSSIBLE',
    ],
    [
      'of what has ended',
      ['1 fire x minor', '2 resolve a', '3 close 1 lin'],
      { kind: 'merge', into: 2 },
      'CASE_ALREADY_CLOSED',
    ],
    [
      'an alert of another case',
      ['1 fire x minor'],
      { kind: 'split', title: 't', alerts: ['x'] },
      'CASE_JOIN_IMPOSSIBLE',
    ],
  ])('is refused %s, and nothing is changed', async (_, steps, deed, expected) => {
    const store = await begin(['0 fire a minor', ...steps]);
    const before = await told(store);
    expect(await codeOf(doing(store, 1, 9, deed))).toBe(expected);
    expect(await told(store)).toEqual(before);
  });

  it('two customers’ cases are never joined', async () => {
    const store = await begin(['0 fire a minor']);
    await open(store, 1, { customerId: 'other' });
    const [, other = 0] = await caseIds(store);
    expect(await codeOf(doing(store, 1, 2, { kind: 'merge', into: other }))).toBe('CASE_JOIN_IMPOSSIBLE');
  });
});
