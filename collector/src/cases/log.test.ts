import { caseEventKinds } from '@watchcase/api';
import { expect, it } from 'vitest';
import { expectIndexesToFollow } from '../../../test/harness/cases-in-steps.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { openCase } from './index.ts';
import { appendTold } from './append-told.ts';
import { appendEvents, readEvents } from './log.ts';

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

  it('is nothing where it was only told, and such a line alone is appended without a look at the case', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    await store.transaction(async (tx) => {
      const subject = { customerId: 'acme', siteId: null, hostId: 'acme.db1', text: '' } as const;
      const kinds = { severity: 'major', category: 'hardware', source: 'console', kind: 'fault' } as const;
      const title = { en: 'a', 'zh-CN': 'a' };
      await openCase(
        tx,
        { key: 'k', ...subject, ...kinds, title, by: person },
        { now: NOW, owed: () => Promise.resolve(undefined) },
      );
      const line = { time: NOW, actor: 'watchcase', text: '', data: {} };
      const before = await tx.selectFrom('cases').selectAll().executeTakeFirstOrThrow();
      for (const kind of ['page-queued', 'page-sent'] as const)
        await appendTold(tx, before.id, { ...line, kind });
      await appendTold(tx, before.id + 1, { ...line, kind: 'page-sent' });
      const after = await tx.selectFrom('cases').selectAll().executeTakeFirstOrThrow();
      expect(after).toEqual({ ...before, last_seq: before.last_seq + 2 });
      expect((await readEvents(tx, before.id)).slice(-2).map(({ seq, kind }) => [seq, kind])).toEqual([
        [before.last_seq + 1, 'page-queued'],
        [before.last_seq + 2, 'page-sent'],
      ]);
      await expect(appendTold(tx, before.id, { ...line, kind: 'resolved' })).rejects.toThrow('resolved');
    });
    await expectIndexesToFollow(store);
    await store.close();
  });

  it('is written where it has changed, and no other column of the case is', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const place = { customerId: 'acme', siteId: null, hostId: 'acme.db1' };
    const wanted = { ...place, title: { en: 'a', 'zh-CN': 'a' }, text: '', by: person } as const;
    const kind = { severity: 'major', category: 'hardware', source: 'console', kind: 'fault' } as const;
    const updates: string[] = [];
    await store.transaction(async (tx) => {
      await openCase(
        tx,
        { key: 'k', ...wanted, ...kind },
        { now: NOW, owed: () => Promise.resolve(undefined) },
      );
      const row = await tx.selectFrom('cases').selectAll().executeTakeFirstOrThrow();
      const watched = new Proxy(tx, {
        get(of, name) {
          const found: unknown = Reflect.get(of, name);
          if (typeof found !== 'function') return found;
          return (...args: [{ sql?: string }]) => {
            if (name === 'executeQuery' && args[0].sql?.startsWith('update "cases"') === true)
              updates.push(args[0].sql);
            return Reflect.apply(found, of, args) as unknown;
          };
        },
      });
      const line = { time: NOW + 60_000, kind: 'acknowledged', actor: 'Lin', text: '' } as const;
      await appendEvents(watched, row, [{ ...line, data: {} }]);
    });
    const [, columns = ''] = /set (.*) where/.exec(updates.join()) ?? [];
    const names = Array.from(columns.matchAll(/"(\w+)" =/g), ([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['last_seq', 'state', 'acknowledged_at']));
    for (const same of ['title', 'severity', 'category', 'policy', 'contract', 'unresolved', 'resolved_at'])
      expect(names).not.toContain(same);
    await expectIndexesToFollow(store);
    await store.close();
  });
});
