import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { house, message, NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a story's host says, at a moment of it. */
type Said = readonly [kind: string, data: object];

const end = (ok: boolean, more: object = {}): Said => [
  'backup-end',
  {
    job: 'erp',
    run: String(Math.random()),
    ok,
    exitCode: ok ? 0 : 1,
    durationSeconds: 60,
    sizeBytes: null,
    output: '',
    ...more,
  },
];
const begin = (run: string): Said => ['backup-start', { job: 'erp', run }];

function copies(
  at: number,
  more: {
    count?: number;
    kind?: string;
    location?: string;
    ageMs?: number;
    complete?: string;
    sound?: boolean;
  } = {},
): Said {
  const {
    count = 3,
    kind = 'offsite',
    location = 'sftp:vault',
    ageMs = HOUR,
    complete = 'yes',
    sound,
  } = more;
  const made = at - ageMs;
  const newest = { startedAt: made - MINUTE, endedAt: made, kind: 'full', bytes: 7, files: 2, complete };
  return [
    'backup_copies',
    {
      job: 'erp',
      tool: 'restic',
      location,
      kind,
      at,
      newest: count === 0 ? null : newest,
      oldestAt: null,
      count,
      bytes: null,
      verifiedAt: sound === undefined ? null : at,
      verification: null,
      ...(sound === undefined ? {} : { sound }),
    },
  ];
}

/** A host with one policy, that says things while time passes. */
async function story(store: Store, policy: object, clock = new ManualClock(NOW)) {
  const rooms = await house(store, { clock, pack: RULES });
  const { flow, settle, backups, directory } = rooms;
  let seq = 0;
  const by = { actor: 'lin', door: 'api', now: NOW } as const;
  const send = async (kind: string, body: object) => {
    flow.receive(message(kind, body, clock.now()));
    await settle();
  };
  const epoch = clock.now();
  const connect = (session: number, state = 'online') =>
    send('presence', {
      session,
      state,
      time: clock.now(),
      reason: state === 'online' ? 'connected' : 'will',
      epoch,
      intervalMs: 15_000,
      streams: ['15s'],
      name: 'db1',
      agent: '0.1',
      platform: 'linux',
    });
  /** Ticks at once, so that what was found is committed. */
  const tick = async () => {
    await backups.prepare();
    await flow.tick();
    await settle();
  };
  const say = async ([kind, data]: Said) => {
    const now = clock.now();
    seq++;
    await send('event', { sent: now, epoch, seq, after: seq - 1, time: now, kind, data });
    await tick();
  };
  /** Lets time pass with the host heard, tick by tick where something is due. */
  const pass = async (ms: number) => {
    const until = clock.now() + ms;
    while (clock.now() < until) {
      const due = Math.min(backups.nextAt() ?? until, until);
      await clock.advance(Math.max(1, Math.min(due, until) - clock.now()));
      await tick();
    }
  };
  if (directory !== undefined) await directory.put('backupPolicies', 'nightly', { data: policy }, by);
  await connect(1);
  await tick();
  return { ...rooms, say, pass, connect, tick, send };
}

const RULES = `
pack: backup
rules:
  - id: run-failed
    title: "Last backup run of {job} on {host} failed"
    each: [job]
    when: backup_run.ok == 0
    severity: major
    category: data
`;

const everyDay = { jobs: {}, schedule: { every: '1d' }, grace: '1h' };

/** Each case as `severity state, since: titles of what fires`; since in hours of the story. */
async function casesOf(store: Store): Promise<string[]> {
  const cases = await store.db.selectFrom('cases').selectAll().orderBy('id').execute();
  const alerts = await store.db.selectFrom('alerts').selectAll().orderBy('rule').execute();
  return cases.map(({ id, severity, recovered_at }) => {
    const own = alerts.filter(({ case_id, state }) => case_id === id && state === 'firing');
    const what = own.map(
      ({ rule, active_since }) => `${rule.slice(14)}@${Math.round((active_since - NOW) / HOUR)}h`,
    );
    return `${severity} ${recovered_at === null ? 'open' : 'recovered'}: ${what.join(' ')}`.trim();
  });
}

describeEachStore('backups by policy', (newDatabase) => {
  async function opened() {
    const store = await (await newDatabase()).open();
    await seed(store);
    return store;
  }

  it('a run that does not come is a case at the moment it is missed, and over with the next good one', async () => {
    const store = await opened();
    const { say, pass } = await story(store, everyDay);
    await say(end(true));
    await pass(DAY + HOUR - 1000);
    expect(await casesOf(store)).toEqual([]);
    await pass(1000);
    expect(await casesOf(store)).toEqual(['major open: missed@25h']);
    await say(end(true));
    expect(await casesOf(store)).toEqual(['major recovered:']);
  });

  it('one that failed is a case of its own kind, and not missed as well', async () => {
    const store = await opened();
    const { say, pass } = await story(store, everyDay);
    await say(end(false));
    await pass(2 * HOUR);
    expect(await casesOf(store)).toEqual(['major open: failed@0h']);
  });

  it('what nobody here judges, of another collector or of hosts that are gone, holds no job up', async () => {
    const store = await opened();
    const { say } = await story(store, everyDay);
    const others = Array.from({ length: 450 }, (_, index) => ({
      host_id: 'acme.a-gone',
      job: `job ${index}`,
      output: '',
      news: 1,
    }));
    await store.transaction((tx) => tx.insertInto('backup_jobs').values(others).execute());
    await say(end(false));
    expect(await casesOf(store)).toEqual(['major open: failed@0h']);
  });

  it('the shipped rule says nothing of a job that a policy judges, and goes on for others', async () => {
    const store = await opened();
    const rooms = await story(store, {
      ...everyDay,
      jobs: { names: ['erp'] },
      severity: { failed: 'minor' },
    });
    await rooms.say(end(false));
    const said = { rule: { id: 'backup/run-failed' }, hostId: 'acme.db1', severity: 'major' };
    const quieted = rooms.backups.withoutPolicies([
      { ...said, labels: { job: 'erp' } },
      { ...said, labels: { job: 'mail' } },
    ] as never);
    expect(quieted.map(({ severity }) => severity)).toEqual([null, 'major']);
    expect(await casesOf(store)).toEqual(['minor open: failed@0h']);
  });

  it('while the host is not heard its own case speaks, until it is back and has had time to tell', async () => {
    const store = await opened();
    const { say, pass, connect, clock, send, flow, tick } = await story(store, everyDay);
    await say(end(true));
    await connect(1, 'offline');
    for (let at = 0; at < 25; at++) {
      await clock.advance(4000);
      await flow.tick();
    }
    await pass(26 * HOUR);
    expect(await casesOf(store)).toEqual([]);
    await connect(2);
    await tick();
    await pass(10 * MINUTE);
    const now = clock.now();
    // What its outbox kept: the run was there, two hours ago.
    await send('event', {
      sent: now,
      epoch: NOW,
      seq: 2,
      after: 1,
      time: now - 2 * HOUR,
      kind: 'backup-end',
      data: end(true)[1],
    });
    await pass(HOUR);
    expect(await casesOf(store)).toEqual([]);
    await pass(23 * HOUR);
    expect(await casesOf(store)).toEqual(['major open: missed@49h']);
  });

  it('copies, damage, drills: each breach is what the policy says, and none other', async () => {
    const store = await opened();
    const policy = {
      ...everyDay,
      copies: [
        { kind: 'local', maxAge: '26h' },
        { kind: 'offsite', maxAge: '2d' },
      ],
      threeTwoOne: '2d',
      drillEvery: '30d',
      severity: { 'drill-failed': 'critical', warnings: 'none' },
    };
    const { say, clock } = await story(store, policy);
    const firing = async () =>
      (
        await store.db
          .selectFrom('alerts')
          .select(['rule', 'labels'])
          .where('state', '=', 'firing')
          .orderBy('rule')
          .execute()
      ).map(({ rule, labels }) =>
        `${rule.slice(14)} ${(JSON.parse(labels) as { about?: string }).about ?? ''}`.trim(),
      );
    const now = () => clock.now();
    await say(copies(now(), { kind: 'local', location: '/srv', complete: 'warnings' }));
    await say(copies(now()));
    expect(await firing()).toEqual([]);
    await say(copies(now(), { count: 0 }));
    expect(await firing()).toEqual(['copies offsite', 'three-two-one']);
    await say(copies(now(), { ageMs: -HOUR }));
    expect(await firing()).toEqual(['clock sftp:vault']);
    await say(copies(now(), { complete: 'no' }));
    expect(await firing()).toEqual(['copies offsite', 'incomplete sftp:vault', 'three-two-one']);
    await say(copies(now(), { sound: false }));
    expect(await firing()).toEqual(['verification']);
    await say(copies(now(), { sound: true }));
    const drill = (runId: string, outcome: string) =>
      [
        'restore_drill',
        {
          job: 'erp',
          tool: 'restic',
          runId,
          startedAt: now(),
          endedAt: now(),
          outcome,
          checks: [],
          restoredBytes: null,
          snapshotAt: null,
        },
      ] as const;
    await say(drill('1', 'failed'));
    expect(await firing()).toEqual(['drill-failed']);
    await say(drill('2', 'passed'));
    expect(await firing()).toEqual([]);
    expect(await casesOf(store)).toEqual(['critical recovered:']);
  });

  it('a collector that dies after it has looked and before it has committed opens the case at its next start, once', async () => {
    const store = await opened();
    const clock = new ManualClock(NOW);
    const first = await story(store, everyDay, clock);
    await first.say(begin('a'));
    await clock.advance(12 * HOUR);
    await first.backups.prepare();
    // It dies here; another one begins.
    expect(await casesOf(store)).toEqual([]);
    for (const _ of [1, 2]) {
      const next = await story(store, everyDay, clock);
      await next.tick();
      expect(await casesOf(store)).toEqual(['major open: stuck@12h']);
    }
  });
});
