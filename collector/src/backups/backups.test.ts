import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import {
  begin,
  casesOf,
  copies,
  DAY,
  end,
  everyDay,
  HOUR,
  MINUTE,
  story,
} from '../../../test/harness/backup-story.ts';
import { NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

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
    expect(await firing()).toEqual(['verification sftp:vault']);
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
      // What its host has kept is given time to arrive first.
      await next.pass(15 * MINUTE);
      expect(await casesOf(store)).toEqual(['major open: stuck@12h']);
    }
  });
});
