import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { HostEvent } from '../model/index.ts';
import { commitBackupEvent } from './commit-backup.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const HOST = 'acme.db1';

/** An event at a place in the host's sequence; `minute` is by the host's clock. */
function event(
  kind: 'start' | 'end' | 'interrupted',
  run: string,
  at: { seq: number; minute: number; epoch?: number },
): HostEvent {
  const isBroken = kind === 'interrupted';
  const start = { job: 'erp', run, process: '7 100 pid:[1]' };
  const well = { ok: true, exitCode: 0, durationSeconds: 1 };
  const how = isBroken ? { ok: false, outcome: kind, exitCode: null, durationSeconds: null } : well;
  const end = { job: 'erp', run, ...how, sizeBytes: null, output: '' };
  return {
    hostId: HOST,
    epoch: at.epoch ?? 6,
    seq: at.seq,
    time: NOW + at.minute * 60_000,
    arrivedAt: NOW,
    late: false,
    kind: kind === 'start' ? 'backup-start' : 'backup-end',
    data: kind === 'start' ? start : end,
    replaces: null,
  };
}

const cases: { name: string; events: HostEvent[]; open: [run: string, minute: number][] }[] = [
  { name: 'a run that goes on', events: [event('start', 'a', { seq: 1, minute: 0 })], open: [['a', 0]] },
  {
    name: 'a run that ended',
    events: [event('start', 'a', { seq: 1, minute: 0 }), event('end', 'a', { seq: 2, minute: 9 })],
    open: [],
  },
  {
    name: 'one that hangs under a newer one that ended',
    events: [
      event('start', 'a', { seq: 1, minute: 0 }),
      event('start', 'b', { seq: 2, minute: 60 }),
      event('end', 'b', { seq: 3, minute: 70 }),
    ],
    open: [['a', 0]],
  },
  {
    name: 'the clock set back between start and end',
    events: [event('start', 'a', { seq: 1, minute: 0 }), event('end', 'a', { seq: 2, minute: -600 })],
    open: [],
  },
  {
    name: 'an end that came before its start, which was in a backlog',
    events: [
      event('end', 'a', { seq: 1, minute: 9, epoch: 6 }),
      event('start', 'a', { seq: 4, minute: 0, epoch: 5 }),
    ],
    open: [],
  },
  {
    name: 'a number used again by hand',
    events: [
      event('start', '1', { seq: 1, minute: 0 }),
      event('end', '1', { seq: 2, minute: 9 }),
      event('start', '1', { seq: 3, minute: 60 }),
    ],
    open: [['1', 60]],
  },
];

describeEachStore('runs of a backup job', (newDatabase) => {
  async function committed(events: readonly HostEvent[]) {
    const store = await (await newDatabase()).open();
    for (const one of events) await store.transaction((tx) => commitBackupEvent(tx, one));
    const rows = await store.db
      .selectFrom('backup_runs')
      .selectAll()
      .orderBy('epoch')
      .orderBy('seq')
      .execute();
    return rows;
  }

  it.each(cases)('$name', async ({ events, open }) => {
    const minutes = (at: number | null) => ((at ?? 0) - NOW) / 60_000;
    const going = (rows: Awaited<ReturnType<typeof committed>>) =>
      rows.filter((row) => row.ended_at === null).map((row) => [row.run, minutes(row.started_at)]);
    expect(going(await committed(events))).toEqual(open);
    expect(going(await committed([...events, ...events]))).toEqual(open);
  });

  it.each([
    {
      name: 'another has ended since: it stays the last',
      end: [event('start', 'b', { seq: 2, minute: 60 }), event('end', 'b', { seq: 3, minute: 70 })],
      job: { ok: 1, last_end: NOW + 70 * 60_000 },
      runs: [
        ['a', 0, 'interrupted'],
        ['b', 70, 'success'],
      ],
    },
    {
      name: 'none has: it is the last itself',
      end: [event('start', 'b', { seq: 2, minute: 60 })],
      job: { ok: 0, last_end: NOW + 80 * 60_000 },
      runs: [['a', 80, 'interrupted']],
    },
  ])('one that broke off, of which that is told late: $name', async ({ end, job, runs }) => {
    const store = await (await newDatabase()).open();
    const events = [
      event('start', 'a', { seq: 1, minute: 0 }),
      ...end,
      event('interrupted', 'a', { seq: 4, minute: 80 }),
    ];
    for (const one of events) await store.transaction((tx) => commitBackupEvent(tx, one));
    const of = store.db.selectFrom('backup_jobs').select(['ok', 'last_end']);
    expect(await of.executeTakeFirstOrThrow()).toEqual(job);
    const open = store.db.selectFrom('backup_runs').select('run').where('ended_at', 'is', null);
    expect((await open.execute()).some(({ run }) => run === 'a')).toBe(false);
    const facts = await store.db.selectFrom('backup_facts').selectAll().orderBy('at').execute();
    expect(facts.map(({ id, at, outcome }) => [id, (at - NOW) / 60_000, outcome])).toEqual(runs);
  });

  it('are bounded, those that go on apart from those that have ended', async () => {
    const ended = Array.from({ length: 30 }, (_, index) => [
      event('start', `e${index}`, { seq: 2 * index + 2, minute: index }),
      event('end', `e${index}`, { seq: 2 * index + 3, minute: index }),
    ]);
    const rows = await committed([event('start', 'hangs', { seq: 1, minute: 0 }), ...ended.flat()]);
    expect(rows.map(({ run }) => run)).toContain('hangs');
    expect(rows.length).toBeLessThanOrEqual(22);
  });

  it.each([
    { minute: -1, ok: 0 },
    { minute: 1, ok: 1 },
  ])(
    'a job from before events were kept goes by time: an end at minute $minute gives $ok',
    async ({ minute, ok }) => {
      const store = await (await newDatabase()).open();
      const before = { last_start: null, last_end: NOW, last_success: null, ok: 0, exit_code: 1 };
      const row = {
        host_id: HOST,
        job: 'erp',
        ...before,
        duration_seconds: null,
        size_bytes: null,
        output: '',
      };
      await store.transaction(async (tx) => {
        await tx.insertInto('backup_jobs').values(row).execute();
        await commitBackupEvent(tx, event('end', 'a', { seq: 1, minute }));
      });
      const kept = await store.db
        .selectFrom('backup_jobs')
        .select(['ok', 'last_end'])
        .executeTakeFirstOrThrow();
      expect(kept).toEqual({ ok, last_end: ok === 1 ? NOW + minute * 60_000 : NOW });
    },
  );
});
