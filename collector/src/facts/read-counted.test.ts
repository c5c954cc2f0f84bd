import { expect, it } from 'vitest';
import { seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { readCounted } from './read-counted.ts';

describeEachStore('what facts are made of', (newDatabase) => {
  it('backup jobs count that have run and are in use, not those of which copies are known only', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const job = { host_id: 'acme.db1', output: '', ok: 1 };
    const jobs = [
      { ...job, job: 'erp', last_end: 7, last_success: 7 },
      { ...job, job: 'begun', last_start: 5, ok: null },
      { ...job, job: 'copied', ok: null },
      { ...job, job: 'old', last_end: 3, ok: 0, retired_at: 4 },
    ];
    await store.transaction(async (tx) => {
      for (const one of jobs) await tx.insertInto('backup_jobs').values(one).execute();
    });
    const { jobs: counted } = await readCounted(store.db, 10);
    expect(counted.toSorted((a, b) => Number(a.ok) - Number(b.ok))).toEqual([
      { customer: 'acme', ok: null, lastSuccess: null },
      { customer: 'acme', ok: true, lastSuccess: 7 },
    ]);
  });
});
