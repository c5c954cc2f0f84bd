import { expect, it } from 'vitest';
import {
  acts,
  applyTurn,
  caseIds,
  type CaseStory,
  changeOf,
  expectIndexesToFollow,
  play,
  playEach,
  START,
  told,
} from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { act, readEvents } from './index.ts';

const MIN = 60_000;

const scenarios: CaseStory[] = [
  {
    name: 'a firing alert opens a case, a second one of its group joins: one outage, one case',
    steps: ['0 fire a minor', '1 fire b minor', '2 resolve a', '3 resolve b'],
    expected: [
      'open minor recovered: opened alert-joined alert-recovered retitled alert-recovered recovered',
    ],
  },
  {
    name: 'a more severe alert raises the case, a milder one does not lower it',
    steps: ['0 fire a minor', '1 fire b critical', '2 resolve b', '3 fire c minor'],
    expected: [
      'open critical: opened alert-joined severity-raised retitled alert-recovered retitled alert-joined',
    ],
  },
  {
    name: 'the severity of an alert moves within its case',
    steps: ['0 fire a minor', '1 raise a major', '2 lower a minor', '3 raise a major'],
    expected: ['open major: opened severity-raised retitled severity-lowered retitled retitled'],
  },
  {
    name: 'other groups have cases of their own',
    steps: ['0 fire a minor', '0 fire x minor'],
    expected: ['open minor: opened', 'open minor: opened'],
  },
  {
    name: 'all in one turn: two groups, two alerts of one',
    steps: ['0 fire a minor; 0 fire b major; 0 fire x minor'],
    expected: ['open major: opened alert-joined severity-raised retitled', 'open minor: opened'],
  },
  {
    name: 'fires and resolves within one turn',
    steps: ['0 fire a minor; 0 resolve a'],
    expected: ['open minor recovered: opened alert-recovered recovered'],
  },
  {
    name: 'a recurrence while the case is open joins it and is not quiet any more',
    steps: ['0 fire a minor', '1 resolve a', '25 fire a minor'],
    expected: ['open minor: opened alert-recovered recovered recurred'],
  },
  {
    name: 'a fault in a case that has long recovered is a new outage, to be answered anew',
    steps: ['0 fire a minor', '1 ack 1 lin', '2 resolve a', '40 fire b minor'],
    expected: ['open minor: opened acknowledged alert-recovered recovered reopened retitled'],
  },
  {
    name: 'two alerts that resolve in one turn make a case quiet once',
    steps: ['0 fire a minor', '0 fire b minor', '5 resolve a; 5 resolve b'],
    expected: ['open minor recovered: opened alert-joined alert-recovered alert-recovered recovered'],
  },
  {
    name: 'what comes after a recurrence does not make it quiet again',
    steps: ['0 fire a minor', '1 resolve a', '2 fire a minor', '3 ack 1 lin'],
    expected: ['acknowledged minor: opened alert-recovered recovered recurred acknowledged'],
  },
  {
    name: 'nor does what comes after another alert has joined',
    steps: ['0 fire a minor', '1 resolve a', '2 fire b minor', '3 ack 1 lin'],
    expected: ['acknowledged minor: opened alert-recovered recovered alert-joined retitled acknowledged'],
  },
  {
    name: 'a worse fault in a case that somebody has is answered anew, and names the case',
    steps: ['0 fire a minor', '1 ack 1 lin', '2 fire b critical'],
    expected: ['open critical: opened acknowledged alert-joined worsened severity-raised retitled'],
  },
  {
    name: 'so is one beside which nothing fires any more, however bad that was',
    steps: ['0 fire a critical', '1 ack 1 lin', '2 freeze a', '3 fire b critical'],
    expected: ['open critical: opened acknowledged alert-joined worsened retitled'],
  },
  {
    name: 'one that is no worse than what fires is left to whoever has the case',
    steps: ['0 fire a major', '1 ack 1 lin', '2 fire b major'],
    expected: ['acknowledged major: opened acknowledged alert-joined'],
  },
  {
    name: 'the respond clock runs again for a worse fault',
    steps: ['0 fire a minor', '1 ack 1 lin', '2 fire b critical', '10 tick', '18 tick'],
    expected: [
      'open critical: opened acknowledged alert-joined worsened severity-raised retitled warning warning breached',
    ],
  },
  {
    name: 'a frozen alert keeps its case from recovering',
    steps: ['0 fire a minor', '1 fire b minor', '2 freeze a', '3 resolve b'],
    expected: ['open minor: opened alert-joined alert-recovered'],
  },
  {
    name: 'an alert that froze before it fired again does not',
    steps: ['0 fire a minor', '1 fire b minor', '2 resolve a', '3 pend-freeze a', '4 resolve b'],
    expected: [
      'open minor recovered: opened alert-joined alert-recovered retitled alert-recovered recovered',
    ],
  },
  {
    name: 'back within 30 minutes: the same case, reopened, to be answered anew',
    steps: ['0 fire a minor', '1 ack 1 lin', '5 fix-though-it-fires 1 lin', '6 resolve a', '35 fire a minor'],
    expected: ['open minor: opened acknowledged resolved reopened'],
  },
  {
    name: 'back worse: reopened and raised',
    steps: ['0 fire a minor', '5 fix-though-it-fires 1 lin', '6 resolve a', '35 fire a critical'],
    expected: ['open critical: opened resolved reopened severity-raised retitled'],
  },
  {
    name: 'a closed case is reopened too',
    steps: ['0 fire a minor', '5 close-though-it-fires 1 lin', '6 resolve a', '35 fire a minor'],
    expected: ['open minor: opened resolved closed reopened'],
  },
  {
    name: 'back after 30 minutes: a new case that names the old one',
    steps: ['0 fire a minor', '5 fix-though-it-fires 1 lin', '6 resolve a', '36 fire a minor'],
    expected: ['resolved minor: opened resolved', 'open minor after 1: opened'],
  },
  {
    name: 'linked within 30 days, by another alert of the group too',
    steps: ['0 fire a minor', '5 fix-though-it-fires 1 lin', '6 resolve a', '43205 fire b minor'],
    expected: ['resolved minor: opened resolved', 'open minor after 1: opened'],
  },
  {
    name: 'not linked after 30 days',
    steps: ['0 fire a minor', '5 fix-though-it-fires 1 lin', '6 resolve a', '43206 fire a minor'],
    expected: ['resolved minor: opened resolved', 'open minor: opened'],
  },
  {
    name: 'a fault that grows worse after its case was ended needs an answer again',
    steps: ['0 fire a minor', '5 fix-though-it-fires 1 lin', '90 raise a critical'],
    expected: ['resolved minor: opened resolved', 'open critical after 1: opened'],
  },
  {
    name: 'a fault that eases after its case was ended does not',
    steps: ['0 fire a major', '5 fix-though-it-fires 1 lin', '90 lower a minor', '91 resolve a'],
    expected: ['resolved major: opened resolved'],
  },
  {
    name: 'a frozen alert ended with its case opens a new one when it fires again',
    steps: ['0 fire a minor', '1 freeze a', '5 fix 1 lin', '90 fire a minor'],
    expected: ['resolved minor: opened resolved', 'open minor after 1: opened'],
  },
  {
    name: 'a breach that nobody saw yet is written before the act that stops its clock',
    steps: ['0 fire a critical', '20 ack 1 lin'],
    expected: ['acknowledged critical: opened warning warning breached acknowledged'],
  },
  {
    name: 'taken over, handed on: the case is in work throughout, and no clock begins anew',
    steps: ['0 fire a minor', '1 ack 1 lin', '2 take 1 wang', '3 hand-to-bo 1 wang', '721 tick'],
    expected: ['acknowledged minor: opened acknowledged handed-on handed-on warning'],
  },
  {
    name: 'whoever takes or hands on what nobody has answers it',
    steps: ['0 fire a minor', '0 fire x minor', '1 take 1 lin', '1 hand-to-bo 2 lin', '2 hand-to-bo 2 lin'],
    expected: [
      'acknowledged minor: opened acknowledged',
      'acknowledged minor: opened acknowledged handed-on',
    ],
  },
  {
    name: 'given back: nobody has it, and the respond clock warns anew',
    steps: ['0 fire a critical', '1 ack 1 lin', '20 give-back 1 wang', '28 tick', '35 tick'],
    expected: ['open critical: opened acknowledged given-back warning warning breached'],
  },
  {
    name: 'a person opens an ended case again, to be answered anew',
    steps: ['0 fire a critical', '5 close-though-it-fires 1 lin', '90 reopen 1 wang', '98 tick', '105 tick'],
    expected: ['open critical: opened resolved closed reopened warning warning breached'],
  },
  {
    name: 'warnings and breach come with the ticks, each once',
    steps: ['0 fire a critical', '7 tick', '8 tick', '9 tick', '12 tick', '15 tick', '16 tick'],
    expected: ['open critical: opened warning warning breached'],
  },
  {
    name: 'after a reopening the clock warns anew',
    steps: [
      '0 fire a critical',
      '20 fix-though-it-fires 1 lin',
      '21 resolve a',
      '22 fire a critical',
      '38 tick',
    ],
    expected: ['open critical: opened warning warning breached resolved reopened warning warning breached'],
  },
];

describeEachStore('cases', (newDatabase) => {
  playEach(newDatabase, scenarios);

  it('a reading that arrived before the case ended, and is judged after, reopens it at its end', async () => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', '5 fix-though-it-fires 1 lin', '4.99 fire a minor']);
    const [id = 0] = await caseIds(store);
    expect((await readEvents(store.db, id)).at(-1)).toMatchObject({
      kind: 'reopened',
      time: START + 5 * MIN,
    });
  });

  it('two collectors that see the same outage at one moment open one case', async () => {
    const database = await newDatabase();
    const stores = [await database.open(), await database.open()];
    const results = await Promise.allSettled(
      stores.map((store, i) => applyTurn(store, [changeOf(['0', 'fire', `a${i}`, 'minor'])])),
    );
    for (const [i, result] of results.entries())
      if (result.status === 'rejected')
        await applyTurn(stores[i] as Store, [changeOf(['0', 'fire', `a${i}`, 'minor'])]);
    const [store] = stores as [Store];
    expect(await told(store)).toEqual(['open minor: opened alert-joined']);
    await expectIndexesToFollow(store);
  });

  it('keeps the series of an alert with the case, and renews it at recovery', async () => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', '1 resolve a', '2 fire a minor']);
    expect(await store.db.selectFrom('case_evidence').selectAll().execute()).toMatchObject([
      { alert_id: 'a', series: 'a.b', points: '{"times":[1],"values":[2]}', breached_at: START },
    ]);
  });

  it('a case whose alerts came and went many times is still the sum of its log', async () => {
    const store = await (await newDatabase()).open();
    const flapping = Array.from({ length: 40 }, (_, i) => [`${i} fire a minor`, `${i} resolve a`]).flat();
    await play(store, [...flapping, '20 ack 1 lin', '41 fire b major']);
    expect((await told(store))[0]).toMatch(/^open major: opened .* worsened severity-raised retitled$/);
    await expectIndexesToFollow(store);
  });

  it('a second tap by the same person writes nothing', async () => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', '1 ack 1 lin', '2 ack 1 lin']);
    expect(await told(store)).toEqual(['acknowledged minor: opened acknowledged']);
  });

  it('ends frozen alerts with their case, and tells which', async () => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', '0 fire b minor', '0 fire x minor', '1 freeze a', '1 freeze x']);
    const [id = 0] = await caseIds(store);
    const action = (acts['fix-though-it-fires'] as (typeof acts)[string])('lin');
    const { forgotten } = await store.transaction((tx) =>
      act(tx, id, action, { now: START + 2 * MIN, comesBackAfterMs: 1 }),
    );
    expect(forgotten).toEqual(['a']);
    const rows = await store.db.selectFrom('alerts').select(['id', 'state']).orderBy('id').execute();
    expect(rows).toEqual([
      { id: 'a', state: 'inactive' },
      { id: 'b', state: 'firing' },
      { id: 'x', state: 'frozen' },
    ]);
  });
});
