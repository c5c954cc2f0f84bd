import { CompiledQuery } from 'kysely';
import { expect, it, vi } from 'vitest';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { duePages, nextDueAt, type PageRow, waitingChannels } from './due-pages.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const REASONS = ['recovered', 'step', 'opened', 'resolved', 'breached'];
/** Most rows that a read of pages may take: those for a channel's free places and those under way. */
const MOST_ROWS = 8;

/** A page as it waits; a third of them are held for later. */
function waiting(at: number) {
  return {
    key: `page ${at}`,
    reason: REASONS[at % REASONS.length] ?? '',
    person: at % 2 === 0 ? 'Ada' : 'Bo',
    channel: at % 10 === 0 ? 'other' : 'hook',
    created_at: NOW - 3000,
    next_at: NOW + ((at * 7919) % 4500) - 3000,
    attempts: at % 3,
    state: 'queued' as const,
    finished_at: null,
  };
}

/** Where a page goes in the order, as a list of numbers. */
function orderOf({ reason, attempts, next_at, id }: PageRow): number[] {
  const isFirst = reason === 'opened';
  const isOver = reason === 'recovered' || reason === 'resolved';
  return [isFirst && attempts === 0 ? 0 : isFirst ? 1 : isOver ? 3 : 2, next_at, id];
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** Rows of pages that a plan has read. */
function rowsRead({ Plans = [], ...plan }: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return Plans.reduce(
    (sum, one) => sum + rowsRead(one),
    plan['Relation Name'] === 'pages' ? Math.round(own) : 0,
  );
}

describeEachStore('2 000 pages that wait', (newDatabase) => {
  it('are read in their order, and no more of them than are wanted', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const rows = Array.from({ length: 2000 }, (_, at) => waiting(at));
    await store.transaction(async (tx) => {
      const case_id = await addCase(tx, { opened_at: NOW });
      for (let at = 0; at < rows.length; at += 500)
        await tx
          .insertInto('pages')
          .values(rows.slice(at, at + 500).map((row) => ({ ...row, case_id })))
          .execute();
    });
    const kept = await store.db.selectFrom('pages').selectAll().where('next_at', '<=', NOW).execute();
    const inOrder = (of: string, person?: string) =>
      kept
        .filter(({ channel, ...row }) => channel === of && (person === undefined || row.person === person))
        .toSorted((a, b) => compare(orderOf(a), orderOf(b)))
        .map(({ id }) => id);

    const { db } = store;
    const asking = vi.spyOn(db, 'executeQuery');
    const due = async (underWay: readonly number[]) =>
      (await duePages(db, { now: NOW, channel: 'hook', limit: 4, underWay })).map(({ id }) => id);
    const first = await due([]);
    expect(first).toEqual(inOrder('hook').slice(0, 4));
    expect(await due(first)).toEqual(inOrder('hook').slice(4, 8));
    expect([...(await waitingChannels(db))]).toEqual(['hook', 'other']);
    expect(await nextDueAt(db, NOW)).toBe(
      Math.min(...rows.map(({ next_at }) => next_at).filter((at) => at > NOW)),
    );

    const asked = asking.mock.calls.map(([query]) => query as CompiledQuery);
    asking.mockRestore();
    expect(asked).toHaveLength(4);
    if (store.kind === 'postgres') await store.db.executeQuery(CompiledQuery.raw('analyze pages'));
    for (const { sql, parameters } of asked) {
      const how = store.kind === 'sqlite' ? 'query plan' : '(analyze, timing off, format json)';
      const { rows: plan } = await store.db.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(`explain ${how} ${sql}`, [...parameters]),
      );
      if (store.kind === 'postgres') {
        const [whole] = plan.flatMap((row) => row['QUERY PLAN'] as { Plan: Plan }[]);
        expect(whole === undefined ? Infinity : rowsRead(whole.Plan)).toBeLessThanOrEqual(MOST_ROWS);
        continue;
      }
      // Ranges of an index in the order that is wanted: none is sorted, so the limit is where reading ends.
      const steps = plan.map(({ detail }) => String(detail)).filter((step) => /pages|B-TREE/.test(step));
      expect(steps).toHaveLength(1);
      expect(steps[0]).toMatch(/^SEARCH pages USING (COVERING )?INDEX pages_(due|next) /);
    }

    const { shard } = await db.selectFrom('customers').select('shard').executeTakeFirstOrThrow();
    const ofShard = (one: number) =>
      duePages(db, { now: NOW, channel: 'hook', limit: 4, underWay: first, shards: [one] });
    expect((await ofShard(shard)).map(({ id }) => id)).toEqual(inOrder('hook').slice(4, 8));
    expect(await ofShard(shard + 1)).toEqual([]);
    const gathered = {
      now: NOW,
      channel: 'hook',
      to: { person: 'Bo', address: null },
      limit: 200,
      underWay: [],
    };
    expect((await duePages(db, gathered)).map(({ id }) => id)).toEqual(inOrder('hook', 'Bo').slice(0, 200));
    const orphans = await duePages(db, { now: NOW, channel: 'other', limit: 50, underWay: [] });
    expect(orphans.map(({ id }) => id)).toEqual(inOrder('other').slice(0, 50));
  });
});
