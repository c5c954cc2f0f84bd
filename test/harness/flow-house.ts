import { dutyRoster } from './duty-roster.ts';
import { createLog } from '@watchcase/runtime';
import { type Ack, type Layout, layoutId } from '@watchcase/protocol';
import { ManualClock } from '@watchcase/testkit';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { TestDatabase } from './stores.ts';
import { commitAlerts, createAlerts, loadAlerts } from '../../collector/src/alerts/index.ts';
import {
  act,
  appendEvents,
  applyAlertChanges,
  forgetFrozen,
  openCase,
  readEvents,
  runClocks,
  TOGETHER_MS,
  WATCHCASE,
} from '../../collector/src/cases/index.ts';
import { createBackups } from '../../collector/src/backups/index.ts';
import { createDirectory } from '../../collector/src/directory/index.ts';
import { openEscalations } from '../../collector/src/escalation/index.ts';
import type { History } from '../../collector/src/history/index.ts';
import { refill } from '../../collector/src/refill.ts';
import { startSharedMemory } from '../../collector/src/shared-memory.ts';
import { createCommitWatch } from '../../collector/src/commit-watch.ts';
import { createFlow, type Rooms } from '../../collector/src/flow.ts';
import { createIngest, loadMemory } from '../../collector/src/ingest/index.ts';
import type { AlertChange, Message, Observation } from '../../collector/src/model/index.ts';
import { planPages, type RecordLine } from '../../collector/src/notify/index.ts';
import { createRuleEngine, parsePacks } from '../../collector/src/rules/index.ts';
import { pageSynthetic } from '../../collector/src/wiring/synthetic-pages.ts';
import {
  isTurnMarked,
  markHistory,
  markTurn,
  readHistoryMark,
  type Store,
} from '../../collector/src/store/index.ts';

/** When every story begins. */
export const NOW = Date.UTC(2026, 2, 2, 8);
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'app', tags: {}, fields: [['up', 'none']] }],
};
/** One series, `app.up`, every 15 s. */
export const layout: Layout = { id: layoutId(content), ...content };
const pack = `
pack: app
rules:
  - id: down
    title: "{host} is down"
    when: app.up == 0
    severity: critical
    category: software
  - id: long-down
    title: "{host} is down for long"
    when: app.up == 0
    severity: critical
    for: 30s
    category: network
`;

/** Thrown by a transaction: the collector is dead from here on. */
export class Killed extends Error {}

const record: RecordLine = async (tx, caseId, line) => {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
};

const rosterOf = dutyRoster([{ name: 'lin', language: 'en', channels: ['hook'], severities: ['critical'] }]);

/** One host, enrolled and not yet heard. */
export async function seed(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
    await tx
      .insertInto('hosts')
      .values({
        id: 'acme.db1',
        customer_id: 'acme',
        site_id: 'main',
        name: 'db1',
        created_at: 0,
        presence: 'never',
        presence_since: 0,
        session: 0,
        clock_offset_ms: 0,
        streams: '{}',
      })
      .execute();
  });
}

/** What a house may be given. */
export interface HouseOptions {
  transaction?: Store['transaction'];
  clock?: ManualClock;
  /** Rules in place of the two above. */
  pack?: string;
  /** Where readings are kept and remembered from; without it they are only written down. */
  history?: History;
  /** Until when the broker has handed over all; until now without it. */
  heardUntil?: (now: number) => number;
  /** Readings are kept for other collectors too, and hosts remembered from those alone. */
  shared?: boolean;
}

/** The rooms of a collector over a real database, with doors that write down what goes out. */
export async function house(store: Store, options: HouseOptions = {}) {
  const clock = options.clock ?? new ManualClock(NOW);
  const memory = await loadMemory(store.db);
  const { packs, faults } = parsePacks([{ file: 'app.yaml', text: options.pack ?? pack }]);
  expect(faults).toEqual([]);
  const engine = createRuleEngine(packs);
  const alerts = createAlerts(await loadAlerts(store.db));
  const out = {
    acks: [] as string[],
    told: [] as AlertChange[],
    kept: [] as Observation[],
    woken: 0,
    failures: 0,
    slowDown: 1,
    /** What agents were told of it. */
    slowDowns: [] as number[],
    turns: 0,
  };
  const directory = createDirectory(store);
  const escalations = openEscalations({ directory, roster: rosterOf });
  let committing: readonly AlertChange[] = [];
  const held: Observation[] = [];
  const { history } = options;
  history?.undo((await readHistoryMark(store.db, history.mark().history)) ?? 0);
  const log = createLog('test', 'silent');
  const sharedMemory =
    history !== undefined && options.shared === true
      ? startSharedMemory({ store, history, rules: engine, clock, log })
      : undefined;
  await sharedMemory?.recall(memory);
  const ingest = createIngest(memory, clock.now());
  ingest.setListening(true, clock.now());
  if (history !== undefined && sharedMemory === undefined)
    refill(ingest.hosts(), { rules: engine, layout: ingest.layout, ...history });
  const transaction: Store['transaction'] = (work) =>
    (options.transaction ?? store.transaction)(async (tx) => {
      const result = await work(tx);
      if (history !== undefined) await markHistory(tx, history.mark());
      await sharedMemory?.keep(tx);
      return result;
    });
  const sources = {
    evidenceOf: (changes: readonly AlertChange[]) => changes.map(() => ({ times: [], values: [] })),
    hostOf: (hostId: string) => ingest.host(hostId) ?? { customerId: 'acme', siteId: 'main' },
    owed: () => Promise.resolve(undefined),
    siteOf: (hostId: string, now: number) => ingest.siteOf(hostId, { now, togetherMs: TOGETHER_MS }),
  };
  const judging = { activeOf: alerts.activeOf, byContract: () => undefined };
  const backups = createBackups({ store, directory, ingest, ...judging, clock, log });
  const turns = createCommitWatch(clock);
  const rooms: Rooms = {
    ingest,
    keep: history?.add ?? ((one) => void held.push(one)),
    write(hostIds) {
      history?.write(hostIds);
      for (const one of held.splice(0)) (hostIds.includes(one.hostId) ? out.kept : held).push(one);
      return Promise.resolve();
    },
    confirmWritten: () => history?.confirm(),
    judge: (one) =>
      alerts.apply(backups.withoutPolicies(engine.evaluate(one, alerts.activeOf(one.hostId))), one.arrivedAt),
    forgetStreams: engine.streamsChanged,
    freeze: alerts.freezeHost,
    passTime: (at) => [...alerts.freezeSilent(clock.monotonic(), at), ...alerts.apply(backups.take(), at)],
    async commitAlerts(tx, changes) {
      await commitAlerts(tx, changes);
      committing = changes;
    },
    openCases: (tx, changes) => applyAlertChanges(tx, changes, sources),
    async forgetFrozen(tx, changes) {
      const ids = await forgetFrozen(tx, changes);
      return () => alerts.forget(ids);
    },
    async runClocks(tx, now) {
      return [...(await runClocks(tx, now)), ...(await escalations.due(tx, now, undefined))];
    },
    async act(tx, caseId, action) {
      const { changes, forgotten } = await act(tx, caseId, action, {
        now: clock.now(),
        comesBackAfterMs: 4 * 3_600_000,
      });
      return { changes, afterCommit: () => alerts.forget(forgotten) };
    },
    async openByHand(tx, wanted) {
      const change = await openCase(tx, wanted, { now: clock.now(), owed: () => Promise.resolve(undefined) });
      return { changes: change === undefined ? [] : [change], afterCommit: () => undefined };
    },
    async planPages(tx, changes, now) {
      const context = { record, now, recoveryToldAfterMs: 120_000 };
      const { queued, changes: real } = await pageSynthetic(tx, changes, context);
      const roster = await rosterOf(tx);
      const orders = await escalations.follow(tx, real, now);
      return queued + (await planPages(tx, real, { ...context, roster, orders }));
    },
    watched: turns.during,
    transaction: async (work) => {
      const result = await transaction(work);
      out.told.push(...committing);
      committing = [];
      return result;
    },
    isLost: (error) => error instanceof Killed,
    markTurn,
    isTurnMarked,
  };
  const flow = createFlow(
    rooms,
    {
      publish(_, payload) {
        const { slowDown, epochs } = JSON.parse(payload) as Ack;
        if (slowDown !== undefined) out.slowDowns.push(slowDown);
        if (slowDown === undefined || epochs.length > 0) out.acks.push(seqOf(payload));
      },
      wakeSender: () => void out.woken++,
      changed: () => undefined,
      counted: () => void out.turns++,
      commitFailed: () => void out.failures++,
      heardUntil: options.heardUntil ?? ((now) => now),
      load: ({ slowDown }) => void (out.slowDown = slowDown),
    },
    { clock, log },
  );
  /** Lets the gathering time pass and waits for the turns that follow. */
  const settle = async () => {
    await clock.advance(10);
    await flow.exclusive(() => Promise.resolve());
  };
  return { flow, clock, out, settle, alerts, ingest, backups, directory, heldMs: turns.ageMs };
}

function seqOf(payload: string): string {
  const { epochs } = JSON.parse(payload) as { epochs: { epoch: number; seq: number }[] };
  return epochs.map((one) => `${one.epoch}:${one.seq}`).join(' ');
}

/** A message of that host. */
export function message(kind: string, body: object, arrivedAt: number): Message {
  return {
    topic: `watchcase/v1/up/7/acme/db1/${kind}`,
    payload: Buffer.from(JSON.stringify(body)),
    retained: false,
    arrivedAt,
  };
}

/** Its reading number `seq`: up or not at `time`, sent and arrived at once. */
export function reading(seq: number, up: number | null, time: number): Message {
  const body = { sent: time, epoch: 5, seq, after: seq - 1, layout: layout.id, time, values: [up] };
  return message('reading', body, time);
}

/** Each case: `category state: its events`. */
export async function told(store: Store): Promise<string[]> {
  const cases = await store.db.selectFrom('cases').selectAll().orderBy('category').execute();
  const words: string[] = [];
  for (const row of cases) {
    const kinds = (await readEvents(store.db, row.id)).map((event) => event.kind);
    words.push(`${row.category} ${row.state}: ${kinds.join(' ')}`);
  }
  return words;
}

/** How far the host is committed. */
export const cursorOf = async (store: Store) =>
  (await store.db.selectFrom('epochs').select('seq').executeTakeFirst())?.seq ?? 0;
/** How many pages there are. */
export const pagesOf = async (store: Store) =>
  (await store.db.selectFrom('pages').select('id').execute()).length;

/** Makes the database refuse to write cases, as a full disk would: in the middle of the turn's transaction. */
export async function breakDatabase(database: TestDatabase): Promise<() => Promise<void>> {
  const other = await database.open();
  const run = (statements: string[]) =>
    other.transaction(async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx);
    });
  if (database.kind === 'sqlite') {
    await run([
      `create trigger broken before insert on case_events begin select raise(abort, 'disk full'); end`,
    ]);
    return () => run(['drop trigger broken']);
  }
  await run([
    `create function broken() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$`,
    'create trigger broken before insert on case_events for each row execute function broken()',
  ]);
  return () => run(['drop trigger broken on case_events']);
}
