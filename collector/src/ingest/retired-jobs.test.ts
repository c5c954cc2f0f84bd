import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { message, NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { changeHost } from '../store/index.ts';
import { createIngest, loadMemory } from './index.ts';

const group = (job: string): Layout['groups'][number] => ({
  measurement: 'backup_run',
  tags: { job },
  fields: [
    ['ok', 'none'],
    ['age_success', 'seconds'],
  ],
});
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    group('erp'),
    group('pg'),
    { measurement: 'mem', tags: {}, fields: [['used_percent', 'percent']] },
  ],
};
const layout: Layout = { id: layoutId(content), ...content };
const jobRow = { host_id: 'acme.db1', last_start: null, last_end: 5, last_success: 5, ok: 1, output: '' };
const nothing = { exit_code: 0, duration_seconds: null, size_bytes: null };

describeEachStore('a backup job that nobody makes any more', (newDatabase) => {
  it('says nothing from then on, after a restart too, until it reports again', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    await store.transaction(async (tx) => {
      const rows = ['erp', 'pg'].map((job) => ({ ...jobRow, ...nothing, job }));
      await tx.insertInto('backup_jobs').values(rows).execute();
      await changeHost(tx, 'acme.db1', { retiredJob: 'erp' }, NOW);
    });
    const ingest = createIngest(await loadMemory(store.db), NOW);
    let seq = 0;
    const read = (...values: number[]) => {
      seq++;
      const at = NOW + seq * 15_000;
      const body = { sent: at, epoch: 5, seq, after: seq - 1, layout: layout.id, time: at, values };
      return ingest.take([message('reading', body, at)]).observations.map((one) => one.values);
    };
    ingest.take([message('layout', layout, NOW)]);
    expect(read(1, 900_000, 1, 60, 40)).toEqual([[null, null, 1, 60, 40]]);
    seq++;
    const short = ingest.take([
      message('reading', [5, seq, 1, 15_000, 0, [0, 15, 0, 15]], NOW + seq * 15_000),
    ]);
    expect(short.observations.map((one) => one.values)).toEqual([[null, null, 1, 75, 40]]);
    seq++;
    const data = {
      job: 'erp',
      run: 'r',
      ok: true,
      exitCode: 0,
      durationSeconds: 1,
      sizeBytes: 2,
      output: '',
    };
    const end = { sent: NOW, epoch: 5, seq, after: seq - 1, time: NOW, kind: 'backup-end', data };
    const intake = ingest.take([message('event', end, NOW)]);
    await store.transaction((tx) => ingest.commit(tx, intake));
    expect(read(1, 5, 1, 90, 41)).toEqual([[1, 5, 1, 90, 41]]);
    const again = await loadMemory(store.db);
    expect([...(again.hosts.get('acme.db1')?.retiredJobs ?? [])]).toEqual([]);
  });
});
