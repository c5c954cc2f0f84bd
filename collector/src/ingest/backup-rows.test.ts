import { expect, it } from 'vitest';
import { message, NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { createIngest, loadMemory } from './index.ts';

describeEachStore('rows of backup jobs', (newDatabase) => {
  it('are 256 of one host at most: the one that was silent for longest goes, after a restart too', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    await report(store, 6, ['a', ...Array.from({ length: 255 }, (_, i) => `job ${i}`), 'a', 'b']);
    expect(await jobs(store)).toHaveLength(256);
    expect(await jobs(store)).toEqual(expect.arrayContaining(['a', 'b', 'job 1', 'job 254']));
    await report(store, 7, ['job 1', 'c', 'd']);
    const left = await jobs(store);
    expect(left).toHaveLength(256);
    expect(left).toEqual(expect.arrayContaining(['a', 'b', 'c', 'd', 'job 1', 'job 4']));
    expect(left).not.toContain('job 2');
    expect(left).not.toContain('job 3');
  });
});

describeEachStore('reported verifications', (newDatabase) => {
  it('are one of each location, the last by its moment, and of 16 locations at most', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const told = (name: string, minute: number, sound: boolean) => ({
      kind: 'backup_verified',
      data: { job: 'erp', location: name, at: NOW + minute * 60_000, sound, found: name },
    });
    const places = Array.from({ length: 17 }, (_, i) => told(`place ${i}`, i, true));
    await tell(store, 6, [
      ...places,
      told('place 16', 20, false),
      told('place 16', 19, true),
      told('place 3', 1, false),
    ]);
    const rows = await store.db
      .selectFrom('backup_facts')
      .select(['id', 'outcome'])
      .where('kind', '=', 'verification')
      .orderBy('at')
      .execute();
    const others = Array.from({ length: 15 }, (_, i) => ({ id: `place ${i + 1}`, outcome: 'sound' }));
    expect(rows).toEqual([...others, { id: 'place 16', outcome: 'damaged' }]);
  });
});

describeEachStore('reported drills', (newDatabase) => {
  it.each([
    ['that are over', -600, -540, [-600, -540]],
    ['of a clock that is two days ahead', 172_200, 172_800, [-600, 0]],
    ['that end before they begin', -60, -600, [-600, -600]],
  ])('took as long as they say: those %s', async (_what, from, to, [begun = 0, ended = 0]) => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const now = NOW + 6_000_000;
    const drill = { job: 'erp', tool: 'tar', runId: 'a', outcome: 'passed', checks: [] };
    const times = { startedAt: now + from * 1000, endedAt: now + to * 1000 };
    const data = { ...drill, ...times, restoredBytes: null, snapshotAt: null };
    await tell(store, 6, [{ kind: 'restore_drill', data }]);
    const row = await store.db.selectFrom('backup_facts').selectAll().executeTakeFirstOrThrow();
    expect([row.started_at, row.at]).toEqual([now + begun * 1000, now + ended * 1000]);
  });
});

/** A new life of the collector hears that these began, in this order. */
async function report(store: Store, epoch: number, names: readonly string[]): Promise<void> {
  await tell(
    store,
    epoch,
    names.map((job) => ({ kind: 'backup-start', data: { job, run: 'r' } })),
  );
}

/** The same of any events. */
async function tell(
  store: Store,
  epoch: number,
  told: readonly { kind: string; data: object }[],
): Promise<void> {
  const ingest = createIngest(await loadMemory(store.db), NOW);
  const events = told.map((one, i) => {
    const at = NOW + epoch * 1_000_000 + i * 1000;
    return message('event', { sent: at, epoch, seq: i + 1, after: i, time: at, ...one }, at);
  });
  const intake = ingest.take(events);
  await store.transaction((tx) => ingest.commit(tx, intake));
}

async function jobs(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('backup_jobs').select('job').execute();
  return rows.map(({ job }) => job);
}
