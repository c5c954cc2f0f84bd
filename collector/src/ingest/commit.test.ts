import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { NOW } from '../../../test/harness/flow-house.ts';
import { connected } from '../../../test/harness/ingest-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Message } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import { createIngest, loadMemory } from './index.ts';

const HOUR = 3_600_000;
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'system', tags: {}, fields: [['load1', 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };

function message(kind: string, body: object, arrivedAt = NOW): Message {
  return {
    topic: `watchcase/v1/up/7/acme/db1/${kind}`,
    payload: Buffer.from(JSON.stringify(body)),
    retained: false,
    arrivedAt,
  };
}

const presence = message('presence', connected());
const reading = (seq: number) =>
  message('reading', {
    sent: NOW,
    epoch: 5,
    seq,
    after: seq - 1,
    layout: layout.id,
    time: NOW + seq,
    values: [1],
  });

let seqs: Record<number, number> = {};
const event = (kind: string, hoursAgo: number, data: object, epoch = 6) => {
  const after = seqs[epoch] ?? 0;
  seqs[epoch] = after + 1;
  const time = NOW - hoursAgo * HOUR;
  return message('event', { sent: NOW, epoch, seq: after + 1, after, time, kind, data });
};
const end = (hoursAgo: number, ok: boolean, epoch?: number) =>
  event(
    'backup-end',
    hoursAgo,
    {
      job: 'erp',
      run: String(hoursAgo),
      ok,
      exitCode: ok ? 0 : 1,
      durationSeconds: hoursAgo,
      sizeBytes: hoursAgo * 1000,
      output: `${hoursAgo} h ago`,
    },
    epoch,
  );
const start = (hoursAgo: number, epoch?: number) =>
  event('backup-start', hoursAgo, { job: 'erp', run: String(hoursAgo) }, epoch);
/** What waited while the collector was away. */
const BACKLOG = 4;

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

const backups: { name: string; events: () => Message[]; expected: object }[] = [
  {
    name: 'a run that succeeded',
    events: () => [start(2), end(1, true)],
    expected: { last_start: 2, last_end: 1, last_success: 1, ok: 1, exit_code: 0, output: '1 h ago' },
  },
  {
    name: 'a failure leaves the last success',
    events: () => [end(25, true), end(1, false)],
    expected: { last_end: 1, last_success: 25, ok: 0, exit_code: 1, output: '1 h ago' },
  },
  {
    name: 'backlog that follows what is live replaces nothing newer',
    events: () => [start(1), end(1, false), start(49, BACKLOG), end(48, false, BACKLOG)],
    expected: { last_start: 1, last_end: 1, last_success: null, ok: 0, output: '1 h ago' },
  },
  {
    name: 'a success in the backlog of a failure counts as the last success',
    events: () => [end(1, false), end(49, true, BACKLOG), end(25, true, BACKLOG)],
    expected: { last_end: 1, last_success: 25, ok: 0, output: '1 h ago' },
  },
  {
    name: 'a run after the clock was set back is the newest all the same',
    events: () => [start(2), end(1, true), start(9), end(8, false)],
    expected: { last_start: 9, last_end: 8, last_success: 1, ok: 0, output: '8 h ago' },
  },
];

describeEachStore('ingest', (newDatabase) => {
  async function house() {
    const store = await (await newDatabase()).open();
    await seed(store);
    const ingest = createIngest(await loadMemory(store.db), NOW);
    const turn = async (...messages: Message[]) => {
      const intake = ingest.take(messages);
      await store.transaction((tx) => ingest.commit(tx, intake));
      return intake;
    };
    return { store, ingest, turn };
  }

  it('knows after a restart what it knew before', async () => {
    const { store, ingest, turn } = await house();
    await turn(presence, message('layout', layout), reading(1), reading(2));
    const before = ingest.host('acme.db1');
    const after = (await loadMemory(store.db)).hosts.get('acme.db1');
    const known = [
      'name',
      'session',
      'sessionEndedAt',
      'lastHeardAt',
      'intervalMs',
      'liveEpoch',
      'agentVersion',
      'platform',
      'streams',
      'cursors',
    ] as const;
    for (const key of known) expect([key, after?.[key]]).toEqual([key, before?.[key]]);
    const again = createIngest(await loadMemory(store.db), NOW);
    expect(again.layout(layout.id)).toEqual(layout);
    const intake = again.take([reading(2), reading(3)]);
    expect([intake.refused.get('duplicate'), intake.observations.map((one) => one.seq)]).toEqual([1, [3]]);
  });

  it('a turn that is committed twice is as one committed once', async () => {
    const { store, ingest } = await house();
    const intake = ingest.take([presence, message('layout', layout), reading(1), end(1, true)]);
    await expect(
      store.transaction(async (tx) => {
        await ingest.commit(tx, intake);
        throw new Error('not committed');
      }),
    ).rejects.toThrow('not committed');
    await store.transaction((tx) => ingest.commit(tx, intake));
    await store.transaction((tx) => ingest.commit(tx, intake));
    expect(await store.db.selectFrom('layouts').selectAll().execute()).toHaveLength(1);
    expect(
      await store.db.selectFrom('epochs').select(['epoch', 'seq']).orderBy('epoch').execute(),
    ).toContainEqual({
      epoch: 5,
      seq: 1,
    });
  });

  it.each(backups)('$name', async ({ events, expected }) => {
    const { store, turn } = await house();
    seqs = {};
    for (const one of events()) await turn(one);
    const row = await store.db.selectFrom('backup_jobs').selectAll().executeTakeFirstOrThrow();
    const hours = (time: number | null) => (time === null ? null : (NOW - time) / HOUR);
    expect({
      ...row,
      last_start: hours(row.last_start),
      last_end: hours(row.last_end),
      last_success: hours(row.last_success),
    }).toMatchObject(expected);
  });

  it('keeps what a host says last that it cannot read, whatever its clock says and in whatever order it comes', async () => {
    const { store, turn } = await house();
    seqs = {};
    const boot = { bootTimeMs: NOW, bootId: 'b' };
    const said = async () =>
      (await store.db.selectFrom('hosts').select('unread').executeTakeFirstOrThrow()).unread;
    await turn(event('boot', 1, boot));
    expect(await said()).toBeNull();
    const wrong = { name: 'backup erp', job: 'erp', reason: 'wrong password' };
    await turn(event('boot', 1, { ...boot, unread: [wrong] }));
    await turn(event('boot', 5, { ...boot, unread: [{ ...wrong, reason: 'old' }] }, BACKLOG));
    expect(JSON.parse((await said()) ?? '')).toEqual([wrong]);
    await turn(event('boot', 9, { ...boot, unread: [] }));
    await turn(event('boot', 9, boot));
    expect(await said()).toBe('[]');
  });

  it('knows after a restart what was refused and how far a clock is off; what it cannot know yet it does not deny', async () => {
    const { store, ingest, turn } = await house();
    ingest.setListening(true, NOW);
    await turn({
      ...presence,
      payload: Buffer.from(presence.payload.toString().replace(String(NOW), String(NOW - 95_000))),
    });
    await turn(message('reading', { odd: true }), message('layout', { odd: true }));
    const tick = async (of: typeof ingest, now: number) => {
      const intake = of.take([]);
      of.decidePresence(intake, now);
      await store.transaction((tx) => of.commit(tx, intake));
      return intake.observations.map(({ values }) => values);
    };
    expect(await tick(ingest, NOW + 1000)).toEqual([[1, 95, 1, null, 0]]);
    const again = createIngest(await loadMemory(store.db), NOW + 60_000);
    const host = again.host('acme.db1');
    expect([...(host?.refusals ?? [])]).toEqual([['malformed', { count: 2, lastAt: NOW }]]);
    expect(host?.offset.offsetMs).toBe(95_000);
    again.setListening(true, NOW + 60_000);
    expect(await tick(again, NOW + 61_000)).toEqual([[1, 95, null, null, 0]]);
  });

  it('keeps the newest inventory, in whatever order they come', async () => {
    const { store, turn } = await house();
    seqs = {};
    await turn(event('inventory', 1, { cpu: 'new' }));
    await turn(event('inventory', 9, { cpu: 'old' }));
    const row = await store.db.selectFrom('hosts').select(['inventory', 'inventory_at']).executeTakeFirst();
    expect(row).toEqual({ inventory: '{"cpu":"new"}', inventory_at: NOW - HOUR });
  });

  it('text that a program wrote as it liked is kept', async () => {
    const { store, turn } = await house();
    const { data, ...rest } = JSON.parse(end(1, true).payload.toString()) as { data: object };
    await turn(
      message('event', { ...rest, epoch: 9, seq: 1, after: 0, data: { ...data, output: 'a\u0000b\ud800c' } }),
    );
    const row = await store.db.selectFrom('backup_jobs').select('output').executeTakeFirstOrThrow();
    expect(row.output).toMatch(/^a\ufffdb.c$/u);
  });

  it('a clock an hour behind is a finding of its own, and its samples are live on corrected time', async () => {
    const { store, ingest, turn } = await house();
    ingest.setListening(true, NOW);
    const hosts = NOW - HOUR;
    const body = {
      sent: hosts,
      epoch: 5,
      seq: 1,
      after: 0,
      layout: layout.id,
      time: hosts - 1000,
      values: [1],
    };
    const intake = await turn(message('layout', layout), message('reading', body));
    expect(intake.observations).toMatchObject([{ time: NOW - 1000, late: false }]);
    const tick = ingest.take([]);
    ingest.decidePresence(tick, NOW);
    expect(tick.observations.map((one) => one.values)).toEqual([[1, 3600, null, null, 0]]);
    await store.transaction((tx) => ingest.commit(tx, tick));
    const row = await store.db.selectFrom('hosts').select('clock_offset_ms').executeTakeFirst();
    expect(row).toEqual({ clock_offset_ms: HOUR });
  });
});
