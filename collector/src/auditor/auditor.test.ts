import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { expectIndexesToFollow, play, START } from '../../../test/harness/cases-in-steps.ts';
import { openChainDesk } from '../../../test/harness/chain-desk.ts';
import { dutyRoster } from '../../../test/harness/duty-roster.ts';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { readEvents } from '../cases/index.ts';
import type { CaseChange } from '../model/index.ts';
import type { DutyPerson } from '../notify/index.ts';
import type { Store } from '../store/index.ts';
import { recordLine } from '../wiring/record-line.ts';
import { decideAudit } from './decide-audit.ts';
import { readPasses, startAuditor } from './index.ts';
import { countOpen, readUnawaited } from './read-open.ts';

const MINUTE = 60_000;
const ada: DutyPerson = {
  name: 'Ada',
  language: 'en',
  severities: ['critical'],
  channels: ['chat', 'phone'],
};
const bo: DutyPerson = { name: 'Bo', language: 'en', severities: ['minor'], channels: ['chat'] };
/** By then every target of a case of minute 0 is missed. */
const MISSED = 100_000;

/** A house with one open case, whose minutes pass by hand. */
async function auditing(
  store: Store,
  { duty = [ada, bo], shards }: { duty?: DutyPerson[]; shards?: number[] } = {},
) {
  await addHost(store);
  return watching(store, { duty, shards });
}

function watching(store: Store, { duty, shards }: { duty: DutyPerson[]; shards?: number[] | undefined }) {
  const clock = new ManualClock(START);
  const told: CaseChange[] = [];
  const auditor = startAuditor({
    store,
    shards: () => shards,
    roster: dutyRoster(duty),
    record: recordLine,
    repaired: (changes) => void told.push(...changes),
    clock,
    log: createLog('test', 'silent'),
  });
  return {
    auditor,
    clock,
    told,
    at: async (minute: number) => {
      clock.set(START + minute * MINUTE);
      await auditor.pass();
      return auditor.state().forgotten;
    },
    async log() {
      const events = await readEvents(store.db, 1);
      return events
        .filter(({ kind }) => kind === 'forgotten' || kind.startsWith('page-') || kind === 'nobody-to-page')
        .map(({ kind, time, data }) => {
          const { because, overdue, again, person, channel, reason } = data as Record<string, string>;
          const words = [because, overdue, person, channel, reason].filter((word) => word !== undefined);
          const until = again === undefined ? [] : [`again in ${(Date.parse(again) - time) / MINUTE}`];
          return [(time - START) / MINUTE, kind, ...words, ...until].join(' ');
        });
    },
  };
}

/** A page as the sender leaves it. */
async function page(
  store: Store,
  { channel, state, minute }: { channel: string; state: 'queued' | 'failed'; minute: number },
) {
  const at = START + minute * MINUTE;
  await store.transaction(async (tx) => {
    await tx
      .insertInto('pages')
      .values({
        key: `case-1-event-1-Bo-${channel}`,
        case_id: 1,
        reason: 'opened',
        person: 'Bo',
        channel,
        address: null,
        created_at: at,
        state,
        attempts: 1,
        next_at: at,
        finished_at: state === 'queued' ? null : at,
      })
      .execute();
  });
}

function waitingPage(id: number, at: number) {
  const page = {
    key: `case-${id}-event-1-Bo-chat`,
    case_id: id,
    reason: 'opened',
    person: 'Bo',
    channel: 'chat',
  };
  const state = { created_at: at, state: 'queued' as const, attempts: 0, next_at: at, finished_at: null };
  return { ...page, ...state, address: null };
}

function waitingChain(id: number, at: number) {
  return { case_id: id, content: '', round: 1, step: 1, because: 'asking', next_at: at, lapsed: 0 as const };
}

const endPages = (store: Store) =>
  store.transaction((tx) =>
    tx.updateTable('pages').set({ state: 'delivered', finished_at: START }).execute(),
  );

describeEachStore('the auditor', (newDatabase) => {
  it('leaves a case alone while a target is to come, and asks for somebody when all are missed and no page waits', async () => {
    const store = await (await newDatabase()).open();
    const { at, log, told } = await auditing(store);
    await play(store, ['0 fire a minor']);
    expect(await at(1)).toBe(0);
    await play(store, [`${MISSED} tick`]);
    expect(await at(MISSED)).toBe(1);
    expect(await log()).toEqual([
      `${MISSED} forgotten nobody again in 30`,
      `${MISSED} page-queued Bo chat forgotten`,
    ]);
    expect(told.map(({ caseId }) => caseId)).toEqual([1]);
    expect(await at(MISSED + 1)).toBe(0);
    await expectIndexesToFollow(store);
  });

  it('asks again, later each time, until somebody has it who can be reached; then it begins anew', async () => {
    const store = await (await newDatabase()).open();
    const { at, log } = await auditing(store);
    await play(store, ['0 fire a minor', `${MISSED} tick`]);
    const found: number[] = [];
    for (const after of [0, 29, 30, 89, 90, 91]) {
      found.push(await at(MISSED + after));
      await endPages(store);
    }
    expect(found).toEqual([1, 0, 1, 0, 1, 0]);
    await play(store, [`${MISSED + 94} ack 1 Ada`]);
    expect(await at(MISSED + 1000)).toBe(0);
    await play(store, [`${MISSED + 1001} give-back 1 Ada`, `${MISSED + 50_000} tick`]);
    expect(await at(MISSED + 50_000)).toBe(1);
    expect(
      (await log())
        .filter((line) => line.includes('forgotten nobody'))
        .map((line) => line.split(' again ')[1]),
    ).toEqual(['in 30', 'in 60', 'in 120', 'in 30']);
  });

  it('takes a channel other than the one by which pages do not arrive; else everybody by all of theirs', async () => {
    const store = await (await newDatabase()).open();
    const { at, log } = await auditing(store, { duty: [ada, { ...bo, channels: ['chat', 'phone'] }] });
    await play(store, ['0 fire a minor', `${MISSED} tick`]);
    await page(store, { channel: 'chat', state: 'failed', minute: 1 });
    await at(MISSED);
    await page(store, { channel: 'phone', state: 'failed', minute: 2 });
    await endPages(store);
    await store.transaction((tx) => tx.updateTable('pages').set({ state: 'failed' }).execute());
    await at(MISSED + 30);
    expect((await log()).filter((line) => line.includes('page-queued'))).toEqual([
      `${MISSED} page-queued Bo phone forgotten`,
      `${MISSED + 30} page-queued Ada chat forgotten`,
      `${MISSED + 30} page-queued Ada phone forgotten`,
      `${MISSED + 30} page-queued Bo chat forgotten`,
      `${MISSED + 30} page-queued Bo phone forgotten`,
    ]);
  });

  it('does not take a page for a step that should have gone out long ago', async () => {
    const store = await (await newDatabase()).open();
    const { at, log } = await auditing(store, { duty: [{ ...bo, channels: ['chat', 'phone'] }] });
    await play(store, ['0 fire a minor', `${MISSED} tick`]);
    await page(store, { channel: 'chat', state: 'queued', minute: MISSED });
    expect(await at(MISSED)).toBe(0);
    expect(await at(MISSED + 0.9)).toBe(0);
    expect(await at(MISSED + 1.1)).toBe(1);
    expect(await log()).toEqual([
      `${MISSED + 1.1} forgotten nobody page again in 30`,
      `${MISSED + 1.1} page-queued Bo phone forgotten`,
    ]);
  });

  it('asks for somebody where whoever has it cannot be reached, and says so where there is nobody', async () => {
    const store = await (await newDatabase()).open();
    const { at, log } = await auditing(store, { duty: [] });
    await play(store, ['0 fire a minor', '1 ack 1 Zoe', `${MISSED} tick`]);
    expect(await at(MISSED)).toBe(1);
    expect(await log()).toEqual([`${MISSED} forgotten unreachable again in 30`, `${MISSED} nobody-to-page`]);
  });

  it('looks at the cases of its own shards, and notes which were looked at', async () => {
    const store = await (await newDatabase()).open();
    const { at } = await auditing(store, { shards: [3] });
    await play(store, ['0 fire a minor', `${MISSED} tick`]);
    expect(await at(MISSED)).toBe(0);
    expect(await readPasses(store.db)).toEqual({ oldestAt: null, forgotten: 0 });
    const all = await auditing(await (await newDatabase()).open());
    await all.at(MISSED);
    expect(all.auditor.state()).toMatchObject({ cases: 0, forgotten: 0 });
  });

  it('asks the database for what decideAudit says, in every state that a case without anybody can be in', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const hour = 60 * MINUTE;
    const moments = [null, START - 2 * MINUTE, START - MINUTE / 2, START + hour];
    const expected: number[] = [];
    await store.transaction(async (tx) => {
      for (const page of moments)
        for (const chain of moments)
          for (const clock of moments)
            for (const audit of moments) {
              const id = await addCase(tx, { opened_at: START });
              await tx.updateTable('cases').set({ next_at: clock }).where('id', '=', id).execute();
              if (page !== null) await tx.insertInto('pages').values(waitingPage(id, page)).execute();
              if (chain !== null)
                await tx.insertInto('escalations').values(waitingChain(id, chain)).execute();
              if (audit !== null)
                await tx
                  .insertInto('case_audits')
                  .values({ case_id: id, next_at: audit, repairs: 1 })
                  .execute();
              const { because } = decideAudit(
                { holder: 'nobody', steps: { page, chain, clock, audit } },
                START,
              );
              if (because === 'nobody') expected.push(id);
            }
    });
    const found = await readUnawaited(store.db, { shards: undefined, now: START });
    expect(found.map(({ id }) => id)).toEqual(expected);
    expect(expected).toHaveLength(24);
    expect(await countOpen(store.db, { shards: undefined, now: START })).toBe(256);
  });

  it('makes the place of a case in its chain anew from its log', async () => {
    const store = await (await newDatabase()).open();
    const desk = await openChainDesk(store);
    const { auditor, clock } = watching(store, { duty: [ada, bo] });
    await desk.alert(0, 'fire', 'a', 'minor');
    await endPages(store);
    await store.transaction(async (tx) => {
      await tx.updateTable('escalations').set({ next_at: null, because: 'over' }).execute();
      await tx.updateTable('cases').set({ next_at: null }).execute();
    });
    expect(await desk.next()).toBeNull();
    clock.set(START + 2 * MINUTE);
    await auditor.pass();
    expect(auditor.state()).toMatchObject({ cases: 1, forgotten: 1, repairs: 1 });
    expect(await desk.next()).toBe(5);
  });

  it('blames nobody for what waited while everything stood still', async () => {
    const store = await (await newDatabase()).open();
    const { at } = await auditing(store);
    await play(store, ['0 fire a minor', `${MISSED} tick`]);
    await page(store, { channel: 'chat', state: 'queued', minute: MISSED });
    expect(await at(MISSED)).toBe(0);
    expect(await at(MISSED + 10)).toBe(0);
    expect(await at(MISSED + 10.5)).toBe(0);
    expect(await at(MISSED + 11)).toBe(1);
  });

  it('looks at once after a start, and at each full minute', async () => {
    const store = await (await newDatabase()).open();
    const { auditor, clock } = await auditing(store);
    for (const [seconds, at] of [
      [1.5, 1],
      [58.5, 60],
      [60, 120],
    ] as const) {
      await clock.advance(seconds * 1000);
      await eventually(() => auditor.state().at === START + at * 1000);
    }
    expect(await readPasses(store.db)).toEqual({ oldestAt: START + 2 * MINUTE, forgotten: 0 });
    await auditor.stop();
  });
});
