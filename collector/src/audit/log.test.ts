import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { appendAudit, readAudit } from './log.ts';

const BY = { actor: 'ada', door: 'api', now: 5 } as const;

describeEachStore('the audit log', (newDatabase) => {
  async function withLine(after: unknown) {
    const store = await (await newDatabase()).open();
    const entry = { subject: 'accounts/lin', act: 'change', before: null, after };
    await store.transaction((tx) => appendAudit(tx, [entry], BY));
    return store;
  }

  it('keeps no secret, however deep it lies', async () => {
    const store = await withLine({
      name: 'Lin',
      password: 'pudding',
      keys: [{ apiToken: 'wc-1', private_key: 'k', scope: 'engineer' }],
      smtp: { options: { clientSecret: 's' } },
    });
    const [line] = await readAudit(store.db, { below: null, limit: 10 });
    expect(line).toMatchObject({ time: 5, actor: 'ada', door: 'api', before: null });
    expect(line?.after).not.toMatch(/pudding|wc-1|"k"|"s"/);
    expect(JSON.parse(line?.after ?? '')).toMatchObject({ name: 'Lin', keys: [{ scope: 'engineer' }] });
  });

  it('is changed by nobody', async () => {
    const store = await withLine({ name: 'Lin' });
    const changed = store.transaction((tx) => sql`update audit set actor = 'eve'`.execute(tx));
    await expect(changed).rejects.toThrow(/append-only/);
    await expect(store.transaction((tx) => tx.deleteFrom('audit').execute())).rejects.toThrow(/append-only/);
    expect(await readAudit(store.db, { below: null, limit: 10 })).toHaveLength(1);
  });

  it('is told newest first, in pages, and of one subject', async () => {
    const store = await withLine(1);
    await store.transaction((tx) =>
      appendAudit(
        tx,
        [2, 3].map((after) => ({ subject: 'people/wu', act: 'add', before: null, after })),
        BY,
      ),
    );
    const all = await readAudit(store.db, { below: null, limit: 2 });
    expect(all.map(({ after }) => after)).toEqual(['3', '2']);
    const older = await readAudit(store.db, { below: all[1]?.id ?? 0, limit: 2 });
    expect(older.map(({ after }) => after)).toEqual(['1']);
    const lin = await readAudit(store.db, { subject: 'accounts/lin', below: null, limit: 9 });
    expect(lin.map(({ after }) => after)).toEqual(['1']);
  });
});
