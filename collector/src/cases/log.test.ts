import { caseEventKinds } from '@watchcase/api';
import { expect, it } from 'vitest';
import { expectIndexesToFollow } from '../../../test/harness/cases-in-steps.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { openCase } from './index.ts';
import { appendEvents } from './log.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const person = { kind: 'account', id: 'lin', name: 'Lin', role: 'engineer' } as const;

describeEachStore('what follows from a line', (newDatabase) => {
  it('stands in the index, whatever kind of line it is', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    // A chain is taken with what it says, which has a table of its own.
    for (const kind of caseEventKinds.filter((one) => one !== 'chain'))
      await store.transaction(async (tx) => {
        const place = { customerId: 'acme', siteId: null, hostId: 'acme.db1' };
        const title = { en: kind, 'zh-CN': kind };
        await openCase(
          tx,
          {
            key: kind,
            ...place,
            title,
            text: '',
            severity: 'major',
            category: 'hardware',
            source: 'console',
            kind: 'fault',
            by: person,
          },
          { now: NOW, owed: () => Promise.resolve(undefined) },
        );
        const row = await tx
          .selectFrom('cases')
          .selectAll()
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow();
        const line = { time: NOW + 60_000, kind, actor: 'Lin', text: 'a line' };
        const change = await appendEvents(tx, row, [
          { ...line, data: { severity: 'critical', visibility: 'customer', author: 'person' } },
        ]);
        const after = await tx
          .selectFrom('cases')
          .selectAll()
          .where('id', '=', row.id)
          .executeTakeFirstOrThrow();
        expect([kind, change.severity, change.category]).toEqual([kind, after.severity, after.category]);
      });
    await expectIndexesToFollow(store);
    await store.close();
  });
});
