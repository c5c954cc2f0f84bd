import { expect, it } from 'vitest';
import { commitAlerts } from '../../collector/src/alerts/index.ts';
import {
  act,
  applyAlertChanges,
  type CaseSources,
  readEvents,
  rebuildCase,
  runClocks,
} from '../../collector/src/cases/index.ts';
import { rebuildEscalation } from '../../collector/src/escalation/index.ts';
import { type AlertChange, type CaseAction, namedActor } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';

/** Minute 0 of every scenario. */
export const START = Date.UTC(2026, 2, 2, 8);
const MIN = 60_000;
/** Ended cases that come back do so after this time. */
export const COMES_BACK_MS = 240 * MIN;

const groups: Record<string, string> = { x: 'acme.db1/network' };

/** The state each transition leaves an alert in. */
const states: Record<string, Pick<AlertChange, 'transition' | 'state' | 'frozenFrom'>> = {
  fire: { transition: 'fired', state: 'firing', frozenFrom: null },
  raise: { transition: 'raised', state: 'firing', frozenFrom: null },
  lower: { transition: 'lowered', state: 'firing', frozenFrom: null },
  resolve: { transition: 'resolved', state: 'resolved', frozenFrom: null },
  freeze: { transition: 'frozen', state: 'frozen', frozenFrom: 'firing' },
  'pend-freeze': { transition: 'frozen', state: 'frozen', frozenFrom: 'pending' },
};

/** An alert change from its words: `minute what alert severity`. */
export function changeOf([minute = '', what = '', id = '', severity = 'minor']: string[]): AlertChange {
  const at = START + Number(minute) * MIN;
  return {
    id,
    rule: 'p/r',
    hostId: 'acme.db1',
    labels: {},
    ...(states[what] as (typeof states)[string]),
    title: { en: `${id} is ${severity}`, 'zh-CN': `${id} 为 ${severity}` },
    category: 'software',
    groupKey: groups[id] ?? 'acme.db1/software',
    runbook: null,
    severity: severity as AlertChange['severity'],
    activeSince: at,
    held: {},
    quietMs: null,
    lastTrue: at,
    lastSample: at,
    firedAt: at,
    resolvedAt: null,
    value: 1,
    unit: 'none',
    threshold: null,
    series: 'a.b',
    intervalMs: 15_000,
    at,
  };
}

const sources = {
  evidenceOf: (changes: readonly AlertChange[]) => changes.map(() => ({ times: [1], values: [2] })),
  hostOf: () => ({ customerId: 'acme', siteId: 'main' }),
  siteOf: () => ({ hosts: 1, gone: 1, doubtful: 0 }),
  owed: () => Promise.resolve(undefined),
};

/** Commits changes as one turn does: alerts, then cases. Without `more` nobody keeps contracts. */
export function applyTurn(store: Store, changes: AlertChange[], more: Partial<CaseSources> = {}) {
  return store.transaction(async (tx) => {
    await commitAlerts(tx, changes);
    return applyAlertChanges(tx, changes, { ...sources, ...more });
  });
}

/** What a person may do, by its short name. */
export const acts: Record<string, (by: string) => CaseAction> = {
  ack: (by) => ({ kind: 'acknowledge', by: namedActor(by), via: 'api' }),
  take: (by) => ({ kind: 'take', by: namedActor(by), via: 'api' }),
  'hand-to-bo': (by) => ({ kind: 'hand-on', by: namedActor(by), to: 'bo', via: 'api' }),
  'give-back': (by) => ({ kind: 'give-back', by: namedActor(by) }),
  reopen: (by) => ({ kind: 'reopen', by: namedActor(by) }),
  note: (by) => ({ kind: 'note', by: namedActor(by), text: 'hm' }),
  'merge-into-2': (by) => ({ kind: 'merge', by: namedActor(by), into: 2 }),
  fix: (by) => ({ kind: 'resolve', by: namedActor(by), cause: 'c', solution: 's' }),
  'fix-for-now': (by) => ({
    kind: 'resolve',
    by: namedActor(by),
    cause: 'c',
    solution: 's',
    whileFiring: 'comes-back',
  }),
  'fix-though-it-fires': (by) => ({
    kind: 'resolve',
    by: namedActor(by),
    cause: 'c',
    solution: 's',
    whileFiring: 'stays-resolved',
  }),
  close: (by) => ({ kind: 'close', by: namedActor(by), text: 't' }),
  'close-for-now': (by) => ({ kind: 'close', by: namedActor(by), text: 't', whileFiring: 'comes-back' }),
  'close-though-it-fires': (by) => ({
    kind: 'close',
    by: namedActor(by),
    text: 't',
    whileFiring: 'stays-resolved',
  }),
};

/** Numbers of all cases, oldest first. */
export async function caseIds(store: Store): Promise<number[]> {
  const rows = await store.db.selectFrom('cases').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

/** Plays steps `minute what …`; steps joined with `; ` are one turn. */
export async function play(store: Store, steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const parts = step.split('; ').map((one) => one.split(' '));
    const [minute, what = '', ordinal, by = ''] = parts[0] as string[];
    const now = START + Number(minute) * MIN;
    const action = acts[what]?.(by);
    if (what === 'tick') await store.transaction((tx) => runClocks(tx, now));
    else if (action === undefined) await applyTurn(store, parts.map(changeOf));
    else {
      const id = (await caseIds(store))[Number(ordinal) - 1] ?? 0;
      await store.transaction((tx) => act(tx, id, action, { now, comesBackAfterMs: COMES_BACK_MS }));
    }
  }
}

/** Each case in words: `state severity[ recovered][ after N]: its events`. */
export async function told(store: Store): Promise<string[]> {
  const ids = await caseIds(store);
  const words: string[] = [];
  for (const id of ids) {
    const row = await store.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const events = await readEvents(store.db, id);
    const former = events[0]?.data['recurrenceOf'];
    const after = typeof former === 'number' ? ` after ${ids.indexOf(former) + 1}` : '';
    const recovered = row.recovered_at === null ? '' : ' recovered';
    words.push(
      `${row.state} ${row.severity}${recovered}${after}: ${events.map((event) => event.kind).join(' ')}`,
    );
  }
  return words;
}

/** Every index is a function of the log: built from nothing it must be the same. */
export async function expectIndexesToFollow(store: Store): Promise<void> {
  const all = async () => ({
    cases: await store.db.selectFrom('cases').selectAll().orderBy('id').execute(),
    clocks: await store.db
      .selectFrom('case_clocks')
      .selectAll()
      .orderBy('case_id')
      .orderBy('target')
      .execute(),
    escalations: await store.db.selectFrom('escalations').selectAll().orderBy('case_id').execute(),
  });
  const before = await all();
  for (const row of before.cases) {
    const events = await readEvents(store.db, row.id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
    expect(row.last_seq).toBe(events.length);
    await store.transaction(async (tx) => {
      await rebuildCase(tx, row.id);
      await rebuildEscalation(tx, row.id);
    });
  }
  expect(await all()).toEqual(before);
}

/** A story of cases. */
export interface CaseStory {
  name: string;
  /**
   * `minute what …`: `fire ALERT SEVERITY`, `raise`/`lower` alike, `resolve ALERT`, `freeze ALERT`, `pend-freeze ALERT`, `tick`, or an act on a case by its
   * ordinal: `ack 1 lin`, `note 1 lin`, `fix 1 lin`, `close 1 lin` (with `-though-it-fires`, `-for-now` while an alert fires). Steps joined with `;` are one turn.
   */
  steps: string[];
  /** Each case: `state severity[ recovered][ after N]: its events`. */
  expected: string[];
}

/** Plays each story in a store of its own. */
export function playEach(
  newDatabase: () => Promise<{ open(): Promise<Store> }>,
  stories: readonly CaseStory[],
): void {
  it.each(stories)('$name', async ({ steps, expected }) => {
    const store = await (await newDatabase()).open();
    await play(store, steps);
    expect(await told(store)).toEqual(expected);
    await expectIndexesToFollow(store);
  });
}
