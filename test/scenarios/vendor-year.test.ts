import { expect, it } from 'vitest';
import { readEvents } from '../../collector/src/cases/index.ts';
import type { CaseEvent } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { describeEachStore } from '../harness/stores.ts';
import { type Desk, openDesk } from './vendor-year/desk.ts';
import { countFigures } from './vendor-year/count-figures.ts';
import { expectFigures } from './vendor-year/expect-figures.ts';
import { type Dues, expectedOf, tellFault } from './vendor-year/expected.ts';
import { YEAR_ENDS } from './vendor-year/promises.ts';
import { inventYear } from './vendor-year/story.ts';

const MIN = 60_000;
const SEED = 2026;

const year = inventYear(SEED);
const expected = expectedOf(year);
const counted = countFigures(year, expected);

/** When what runs of a case is due, by its index; null for what waits until nobody knows when. */
async function duesIn(store: Store, caseId: number): Promise<Dues> {
  const rows = await store.db
    .selectFrom('case_clocks')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('target')
    .execute();
  const running = rows.filter(({ stopped_at }) => stopped_at === null);
  return Object.fromEntries(
    running.map((row) => {
      // What was due before it began to wait stays so.
      const isUnknown = row.paused_reason !== null && row.paused_until === null && row.state !== 'breached';
      return [row.target, isUnknown ? null : row.due_at / MIN];
    }),
  );
}

/** What was said of a case, as `target percent minute`, and how late each was written down, milliseconds. */
async function saidOf(store: Store, caseId: number) {
  const events = await readEvents(store.db, caseId);
  const said = events.filter(({ kind }) => kind === 'warning' || kind === 'breached');
  return {
    lines: said
      .map(({ data }) => `${String(data['target'])} ${String(data['percent'])} ${String(data['at'])}`)
      .toSorted(),
    lateMs: Math.max(0, ...said.map((line) => line.time - earliestOf(line, events))),
    terms: events.flatMap(
      ({ data }) => (data['terms'] as { contract: string; scope: string } | undefined) ?? [],
    ),
  };
}

/** When a line about a clock could be written first: at its moment, or with what made that moment lie in the past. */
function earliestOf({ seq, data }: CaseEvent, events: readonly CaseEvent[]): number {
  const before = events.findLast((one) => one.seq < seq && one.kind !== 'warning' && one.kind !== 'breached');
  return Math.max(Date.parse(String(data['at'])), before?.time ?? 0);
}

async function expectEnd(store: Store, desk: Desk, fault: number): Promise<void> {
  const story = tellFault(year.steps, fault);
  const caseId = desk.cases[fault] ?? 0;
  const { lines, lateMs, terms } = await saidOf(store, caseId);
  const iso = (minute: number) => new Date(Math.round(minute * MIN)).toISOString();
  const spoken = expected.spoken[fault] ?? [];
  expect(lines, story).toEqual(
    spoken.map(({ target, percent, minute }) => `${target} ${percent} ${iso(minute)}`).toSorted(),
  );
  expect(lateMs, story).toBeLessThan(1000);
  const { owed, owedLast } = year.faults[fault] ?? {};
  expect([terms[0], terms.at(-1)], story).toMatchObject(
    [owed, owedLast].map((one) => ({ contract: one?.contract, scope: one?.scope })),
  );
  const rows = await store.db.selectFrom('case_clocks').selectAll().where('case_id', '=', caseId).execute();
  const counted = [...(expected.clocks[fault] ?? [])].map(
    ([target, { stopped, isBreached }]) => `${target} ${stopped} ${isBreached}`,
  );
  const found = rows.map(
    ({ target, stopped_at, state }) =>
      `${target} ${stopped_at === null ? null : stopped_at / MIN} ${state === 'breached'}`,
  );
  expect(found.toSorted(), story).toEqual(counted.toSorted());
}

it('the year has all that a year has', () => {
  const { faults, steps } = year;
  expect(faults.length).toBeGreaterThanOrEqual(200);
  const doors = new Set(faults.map(({ door }) => door));
  expect([...doors].toSorted()).toEqual([
    'alert',
    'api',
    'call',
    'console',
    'inspection',
    'mail',
    'portal',
    'split',
  ]);
  const kinds = new Set(
    steps.flatMap(({ lines, others }) => [...lines, ...(others?.lines ?? [])].map(({ kind }) => kind)),
  );
  for (const kind of [
    'held',
    'resumed',
    'severity-changed',
    'severity-raised',
    'worsened',
    'given-back',
    'reopened',
    'merged',
    'cancelled',
    'on-site-arrived',
    'told',
    'terms',
  ])
    expect(kinds).toContain(kind);
  // While it was open it came under another contract, or the same one promised something else.
  const moved = faults.filter(({ owed, owedLast }) => owed !== owedLast);
  expect(moved.filter(({ owed, owedLast }) => owed.contract !== owedLast.contract).length).toBeGreaterThan(3);
  expect(moved.filter(({ owed, owedLast }) => owed.contract === owedLast.contract).length).toBeGreaterThan(3);
  expect(moved.some(({ owed, owedLast }) => owed.scope !== owedLast.scope)).toBe(true);
  const said = expected.spoken.flat();
  expect(said.filter(({ percent }) => percent === 100).length).toBeGreaterThan(100);
  expect(faults.some(({ owed }) => owed.contract === 'bluefield-2025' && owed.scope === 'outside')).toBe(
    true,
  );
});

describeEachStore('a small vendor’s year', (newDatabase) => {
  it('every due time, warning, breach and figure is what a count of minutes says', async () => {
    const store = await (await newDatabase()).open();
    const desk = await openDesk(store, year.hosts);
    for (const [index, step] of year.steps.entries()) {
      const fault = year.faults[step.fault];
      if (fault === undefined) throw new Error(`no fault ${step.fault}`);
      await desk.take(step, fault).catch((error: unknown) => {
        throw new Error(`step ${index}: ${tellFault(year.steps.slice(0, index + 1), step.fault)}`, {
          cause: error,
        });
      });
      const due = expected.dues.get(index);
      if (due !== undefined)
        expect(
          await duesIn(store, desk.cases[due.fault] ?? 0),
          tellFault(year.steps.slice(0, index + 1), due.fault),
        ).toEqual(due.dues);
    }
    await desk.passTo(YEAR_ENDS);
    for (const { number } of year.faults) await expectEnd(store, desk, number);
    await expectFigures(desk.http, counted, desk.cases);
    await desk.stop();
  }, 300_000);
});
