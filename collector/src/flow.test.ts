import { createLog } from '@watchcase/runtime';
import { type Layout, layoutId } from '@watchcase/protocol';
import { eventually, ManualClock } from '@watchcase/testkit';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachStore, type TestDatabase } from '../../test/harness/stores.ts';
import { commitAlerts, createAlerts, loadAlerts } from './alerts/index.ts';
import { act, appendEvents, applyAlertChanges, readEvents, runClocks, WATCHCASE } from './cases/index.ts';
import { createFlow, type Rooms } from './flow.ts';
import { createIngest, loadMemory } from './ingest/index.ts';
import type { Message, Observation } from './model/index.ts';
import { planPages, type RecordLine } from './notify/index.ts';
import { createRuleEngine, parsePacks } from './rules/index.ts';
import { isTurnMarked, markTurn, type Store } from './store/index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'app', tags: {}, fields: [['up', 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };
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

const record: RecordLine = async (tx, caseId, line) => {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
};

const duty = [{ name: 'lin', channels: ['hook'], severities: ['critical'] }];

async function seed(store: Store): Promise<void> {
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

/** The rooms of a collector over a real database, with doors that write down what goes out. */
async function house(
  store: Store,
  options: { transaction?: Store['transaction']; clock?: ManualClock } = {},
) {
  const clock = options.clock ?? new ManualClock(NOW);
  const ingest = createIngest(await loadMemory(store.db), clock.now());
  ingest.setListening(true, clock.now());
  const { packs, faults } = parsePacks([{ file: 'app.yaml', text: pack }]);
  expect(faults).toEqual([]);
  const engine = createRuleEngine(packs);
  const alerts = createAlerts(await loadAlerts(store.db));
  const out = { acks: [] as string[], kept: [] as Observation[], woken: 0, failures: 0, turns: 0 };
  const sources = {
    evidenceOf: () => ({ times: [], values: [] }),
    hostOf: () => ({ customerId: 'acme', siteId: 'main' }),
  };
  const rooms: Rooms = {
    ingest,
    keep: (observations) => Promise.resolve(void out.kept.push(...observations)),
    judge: (one) => alerts.apply(engine.evaluate(one, alerts.isActive), one.arrivedAt),
    forgetStreams: engine.streamsChanged,
    freeze: alerts.freezeHost,
    freezeSilent: (at) => alerts.freezeSilent(clock.monotonic(), at),
    commitAlerts,
    openCases: (tx, changes) => applyAlertChanges(tx, changes, sources),
    runClocks,
    async act(tx, caseId, action) {
      const { change, forgotten } = await act(tx, caseId, action, clock.now());
      return { change, afterCommit: () => alerts.forget(forgotten) };
    },
    planPages: (tx, changes, now) => planPages(tx, changes, { duty: duty as never, record, now }),
    transaction: options.transaction ?? store.transaction,
    markTurn,
    isTurnMarked,
  };
  const flow = createFlow(
    rooms,
    {
      publish: (_, payload) => void out.acks.push(seqOf(payload)),
      wakeSender: () => void out.woken++,
      changed: () => undefined,
      counted: () => void out.turns++,
      commitFailed: () => void out.failures++,
    },
    { clock, log: createLog('test', 'silent') },
  );
  /** Lets the gathering time pass and waits for the turns that follow. */
  const settle = async () => {
    await clock.advance(10);
    await flow.exclusive(() => Promise.resolve());
  };
  return { flow, clock, out, settle, alerts, ingest };
}

function seqOf(payload: string): string {
  const { epochs } = JSON.parse(payload) as { epochs: { epoch: number; seq: number }[] };
  return epochs.map((one) => `${one.epoch}:${one.seq}`).join(' ');
}

function message(kind: string, body: object, arrivedAt: number): Message {
  return {
    topic: `watchcase/v1/up/7/acme/db1/${kind}`,
    payload: Buffer.from(JSON.stringify(body)),
    retained: false,
    arrivedAt,
  };
}

function reading(seq: number, up: number | null, time: number): Message {
  const body = { sent: time, epoch: 5, seq, after: seq - 1, layout: layout.id, time, values: [up] };
  return message('reading', body, time);
}

async function told(store: Store): Promise<string[]> {
  const cases = await store.db.selectFrom('cases').selectAll().orderBy('category').execute();
  const words: string[] = [];
  for (const row of cases) {
    const kinds = (await readEvents(store.db, row.id)).map((event) => event.kind);
    words.push(`${row.category} ${row.state}: ${kinds.join(' ')}`);
  }
  return words;
}

const cursorOf = async (store: Store) =>
  (await store.db.selectFrom('epochs').select('seq').executeTakeFirst())?.seq ?? 0;
const pagesOf = async (store: Store) => (await store.db.selectFrom('pages').select('id').execute()).length;

/** Makes the database refuse to write cases, as a full disk would: in the middle of the turn's transaction. */
async function breakDatabase(database: TestDatabase): Promise<() => Promise<void>> {
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

describeEachStore('flow', (newDatabase) => {
  async function opened() {
    const database = await newDatabase();
    const store = await database.open();
    await seed(store);
    return { database, store };
  }

  it('goes from a reading to a case, a page and an acknowledgement in one turn', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    flow.receive(reading(2, 0, NOW + 15_000));
    expect([flow.depth(), out.acks]).toEqual([3, []]);
    await settle();
    expect(await told(store)).toEqual(['software open: opened page-queued']);
    expect([out.acks, out.woken, out.turns, await cursorOf(store), await pagesOf(store)]).toEqual([
      ['5:2'],
      1,
      1,
      2,
      1,
    ]);
    expect(out.kept.map((one) => one.seq)).toEqual([1, 2]);
  });

  it('tries a turn that cannot be committed again until it can: nothing lost, nothing doubled, nothing acknowledged before', async () => {
    const { database, store } = await opened();
    const { flow, clock, out, settle, alerts } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    await settle();
    const mend = await breakDatabase(database);
    flow.receive(reading(2, 0, NOW + 15_000));
    await clock.advance(10);
    for (const failures of [1, 2, 3]) {
      await eventually(() => out.failures >= failures);
      await clock.advance(5000);
    }
    flow.receive(reading(3, 0, NOW + 30_000));
    expect([flow.healthy(), out.acks, await cursorOf(store), await told(store)]).toEqual([
      false,
      ['5:1'],
      1,
      [],
    ]);
    await mend();
    await eventually(async () => {
      await clock.advance(5000);
      return out.acks.length === 3;
    });
    expect(out.acks).toEqual(['5:1', '5:2', '5:3']);
    expect(flow.healthy()).toBe(true);
    expect(await told(store)).toEqual(['software open: opened page-queued']);
    expect([await pagesOf(store), alerts.count()]).toEqual([1, { pending: 1, firing: 1, frozen: 0 }]);
  });

  it('recognises a commit whose answer was lost', async () => {
    const { store } = await opened();
    let lost = 2;
    const { flow, clock, out, settle } = await house(store, {
      async transaction(work) {
        const result = await store.transaction(work);
        if (lost-- > 0) throw new Error('connection terminated unexpectedly');
        return result;
      },
    });
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 0, NOW));
    await clock.advance(10);
    await eventually(async () => {
      await clock.advance(5000);
      return out.acks.length === 1;
    });
    await settle();
    expect([out.failures, await pagesOf(store), await told(store)]).toEqual([
      2,
      1,
      ['software open: opened page-queued'],
    ]);
  });

  it('after a restart nothing fires again, and `for` goes on where it was', async () => {
    const { store } = await opened();
    const first = await house(store);
    first.flow.receive(message('layout', layout, NOW));
    first.flow.receive(reading(1, 0, NOW));
    first.flow.receive(reading(2, 0, NOW + 15_000));
    await first.settle();
    await first.flow.stop();
    const second = await house(store);
    second.flow.receive(reading(2, 0, NOW + 15_000));
    second.flow.receive(reading(3, 0, NOW + 30_000));
    await second.settle();
    expect(await told(store)).toEqual([
      'network open: opened page-queued',
      'software open: opened page-queued',
    ]);
    expect(second.out.kept.map((one) => one.seq)).toEqual([3]);
    const [alert] = await store.db
      .selectFrom('alerts')
      .select(['held_ms', 'active_since', 'fired_at'])
      .where('rule', '=', 'app/long-down')
      .execute();
    expect(alert).toEqual({ held_ms: 30_000, active_since: NOW, fired_at: NOW + 30_000 });
  });

  it('late readings go to history and change nothing else', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    const late = JSON.parse(reading(1, 0, NOW - 121_000).payload.toString()) as object;
    flow.receive(message('layout', layout, NOW));
    flow.receive(message('reading', { ...late, sent: NOW }, NOW));
    await settle();
    expect([out.kept.length, await told(store), await cursorOf(store)]).toEqual([1, [], 1]);
  });

  it('takes no more than fits: the rest stays with the agents', async () => {
    const { store } = await opened();
    const { flow, settle } = await house(store);
    const taken = Array.from({ length: 20_010 }, (_, i) => flow.receive(reading(i + 1, 1, NOW)));
    expect([taken.filter(Boolean).length, taken.lastIndexOf(true)]).toEqual([20_000, 19_999]);
    await settle();
    expect(flow.depth()).toBeLessThan(20_000);
    expect(flow.receive(reading(1, 1, NOW))).toBe(true);
  });

  it('a tick takes what waits before it decides who is gone', async () => {
    const { store } = await opened();
    const { flow, clock, settle, ingest } = await house(store);
    const online = {
      session: 1,
      state: 'online',
      time: NOW,
      reason: 'connected',
      epoch: 5,
      intervalMs: 1000,
      streams: ['15s'],
      name: 'db1',
      agent: '1',
      platform: 'linux',
    };
    flow.receive(message('presence', online, NOW));
    flow.receive(message('layout', layout, NOW));
    await settle();
    await flow.tick();
    for (let second = 1; second < 4; second++) {
      await clock.advance(990);
      if (second === 3) flow.receive(reading(1, 1, clock.now()));
      await flow.tick();
      await settle();
    }
    await clock.advance(60_000);
    expect(ingest.host('acme.db1')?.presence).toBe('online');
  });

  it('stops in the middle of trying: nothing half done, nothing acknowledged, nothing after', async () => {
    const { database, store } = await opened();
    const { flow, clock, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    await settle();
    await breakDatabase(database);
    flow.receive(reading(1, 0, NOW));
    await clock.advance(10);
    await eventually(() => out.failures >= 1);
    flow.receive(reading(2, 0, NOW + 15_000));
    await flow.stop();
    expect(flow.receive(reading(3, 0, NOW + 30_000))).toBe(false);
    await clock.advance(60_000);
    await flow.tick();
    expect([await cursorOf(store), await told(store), await pagesOf(store)]).toEqual([0, [], 0]);
    expect(out.acks).toEqual([]);
  });

  it('a person acts between turns, and an act that is refused changes nothing', async () => {
    const { store } = await opened();
    const { flow, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 0, NOW));
    await settle();
    const { id } = await store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
    await flow.act(id, { kind: 'acknowledge', by: 'lin', via: 'api' });
    await expect(flow.act(id, { kind: 'acknowledge', by: 'wang', via: 'api' })).rejects.toThrow(/lin/);
    expect(await told(store)).toEqual(['software acknowledged: opened page-queued acknowledged']);
  });
});
