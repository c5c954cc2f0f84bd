import { expect, it } from 'vitest';
import {
  acts,
  caseIds,
  type CaseStory,
  COMES_BACK_MS,
  play,
  playEach,
  START,
  told,
} from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { act } from './index.ts';

const MIN = 60_000;

const stories: CaseStory[] = [
  {
    name: 'a fault that is back hours after all was quiet must be answered anew, also where a person has opened its case again',
    steps: [
      '0 fire a minor',
      '1 ack 1 lin',
      '10 resolve a',
      '20 fix 1 lin',
      '60 reopen 1 bo',
      '61 ack 1 bo',
      '300 fire a minor',
    ],
    expected: [
      'open minor: opened acknowledged alert-recovered recovered resolved reopened acknowledged reopened',
    ],
  },
  {
    name: 'one that is back within half an hour is the fault that is worked on',
    steps: [
      '0 fire a minor',
      '1 ack 1 lin',
      '10 resolve a',
      '20 fix 1 lin',
      '25 reopen 1 bo',
      '26 ack 1 bo',
      '35 fire a minor',
    ],
    expected: [
      'acknowledged minor: opened acknowledged alert-recovered recovered resolved reopened acknowledged recurred',
    ],
  },
  {
    name: 'nor is anything new where it never was quiet',
    steps: [
      '0 fire a minor',
      '1 fix-though-it-fires 1 lin',
      '2 reopen 1 bo',
      '3 ack 1 bo',
      '300 fire b minor',
    ],
    expected: ['acknowledged minor: opened resolved reopened acknowledged alert-joined'],
  },
  {
    name: 'one that comes back does so at its time, to be answered anew',
    steps: [
      '0 fire a minor',
      '1 ack 1 lin',
      '5 fix-for-now 1 lin',
      '244 tick',
      '245 tick',
      '246 tick',
      '275 tick',
    ],
    expected: ['open minor: opened acknowledged resolved reopened warning'],
  },
  {
    name: 'a closed one too',
    steps: ['0 fire a critical', '5 close-for-now 1 lin', '245 tick'],
    expected: ['open critical: opened resolved closed reopened'],
  },
  {
    name: 'one whose fault is over before stays ended, and its log says so',
    steps: ['0 fire a minor', '5 fix-for-now 1 lin', '100 resolve a', '245 tick', '300 tick'],
    expected: ['resolved minor recovered: opened resolved alert-recovered recovered'],
  },
  {
    name: 'it comes back as long as one of its alerts fires',
    steps: ['0 fire a minor', '0 fire b minor', '5 fix-for-now 1 lin', '100 resolve a', '245 tick'],
    expected: ['open minor: opened alert-joined resolved alert-recovered retitled reopened'],
  },
  {
    name: 'at once when it gets worse, however long ago it was ended',
    steps: ['0 fire a minor', '5 fix-for-now 1 lin', '90 raise a critical', '245 tick'],
    expected: [
      'open critical: opened resolved reopened severity-raised retitled warning warning breached warning',
    ],
  },
  {
    name: 'when it eases it stays ended until its time',
    steps: ['0 fire a major', '5 fix-for-now 1 lin', '90 lower a minor'],
    expected: ['resolved major: opened resolved'],
  },
  {
    name: 'another fault of its group opens it again, not a second case',
    steps: ['0 fire a minor', '5 fix-for-now 1 lin', '90 fire b minor'],
    expected: ['open minor: opened resolved reopened'],
  },
  {
    name: 'one that stays ended stays so, and its alert is back only when it gets worse',
    steps: [
      '0 fire a minor',
      '5 fix-though-it-fires 1 lin',
      '245 tick',
      '2000 tick',
      '2001 raise a critical',
    ],
    expected: ['resolved minor: opened resolved', 'open critical after 1: opened'],
  },
  {
    name: 'silence is no recovery: what cannot be heard at its time comes back',
    steps: ['0 fire a minor', '5 fix-for-now 1 lin', '60 freeze a', '245 tick'],
    expected: ['open minor: opened resolved reopened'],
  },
  {
    name: 'a person may open it before',
    steps: ['0 fire a minor', '5 fix-for-now 1 lin', '60 reopen 1 lin', '61 ack 1 lin', '245 tick'],
    expected: ['acknowledged minor: opened resolved reopened acknowledged'],
  },
  {
    name: 'where its fault goes on in another case it becomes part of that',
    steps: [
      '0 fire a minor',
      '1 resolve a',
      '2 fix 1 lin',
      '60 fire b minor',
      '61 fix-for-now 2 lin',
      '62 reopen 1 lin',
      '301 tick',
    ],
    expected: [
      'open minor: opened alert-recovered recovered resolved reopened alert-joined warning warning breached',
      'closed minor after 1: opened resolved merged',
    ],
  },
  {
    name: 'ended while nothing fires, or while nothing is known: nobody is asked',
    steps: ['0 fire a minor', '0 fire x minor', '1 resolve a', '1 freeze x', '2 fix 1 lin', '2 close 2 lin'],
    expected: [
      'resolved minor recovered: opened alert-recovered recovered resolved',
      'closed minor: opened resolved closed',
    ],
  },
];

describeEachStore('cases ended while they fire', (newDatabase) => {
  playEach(newDatabase, stories);

  async function acting(store: Store, what: string) {
    const [id = 0] = await caseIds(store);
    const action = (acts[what] as (typeof acts)[string])('lin');
    return store.transaction((tx) =>
      act(tx, id, action, { now: START + 5 * MIN, comesBackAfterMs: COMES_BACK_MS }),
    );
  }

  it.each(['fix', 'close'])('"%s" is refused without a word about it, and changes nothing', async (what) => {
    const store = await (await newDatabase()).open();
    await play(store, ['0 fire a minor', '0 fire b critical', '0 fire c minor']);
    const before = await told(store);
    const failed = acting(store, what);
    await expect(failed).rejects.toMatchObject({
      faults: [
        {
          code: 'CASE_STILL_FIRING',
          place: expect.stringMatching(/^case \d+$/),
          message: 'an alert of the case still fires: b is critical (and 2 more)',
        },
      ],
    });
    expect(await told(store)).toEqual(before);
  });

  it('what stands still is kept of one that comes back, and forgotten of one that stays ended', async () => {
    for (const [what, forgotten] of [
      ['fix-for-now', []],
      ['fix-though-it-fires', ['a']],
    ] as const) {
      const store = await (await newDatabase()).open();
      await play(store, ['0 fire a minor', '0 fire b minor', '1 freeze a']);
      expect((await acting(store, what)).forgotten).toEqual(forgotten);
    }
  });
});
