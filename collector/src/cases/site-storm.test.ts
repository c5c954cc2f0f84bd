import { expect, it } from 'vitest';
import { applyTurn, changeOf, play } from '../../../test/harness/cases-in-steps.ts';
import { seedSite } from '../../../test/harness/site-of-hosts.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';

const STORM = 'Site main: faults of many hosts at once';

/** An alert of host `h<host>` fires at a minute. */
function fault(minute: number, host: number, what = 'disk', severity = 'minor') {
  const change = changeOf([String(minute), 'fire', `${what} of h${host}`, severity]);
  return { ...change, hostId: `acme.h${host}`, groupKey: `acme.h${host}/${what}` };
}

const upTo = (count: number, from = 0) => Array.from({ length: count - from }, (_, i) => from + i);

/** Each case that is open: `state title (alerts that fire)`. */
async function cases(store: Store): Promise<string[]> {
  const rows = await store.db
    .selectFrom('cases')
    .selectAll()
    .where('unresolved', '=', 1)
    .orderBy('id')
    .execute();
  const alerts = await store.db
    .selectFrom('alerts')
    .select('case_id')
    .where('state', '=', 'firing')
    .execute();
  return rows.map(
    (row) => `${row.state} ${row.title} (${alerts.filter((one) => Number(one.case_id) === row.id).length})`,
  );
}

describeEachStore('faults of many hosts of a site at once', (newDatabase) => {
  async function begun(): Promise<Store> {
    const store = await (await newDatabase()).open();
    await seedSite(store, 30);
    return store;
  }

  it('ten hosts in one turn are one case from the first on', async () => {
    const store = await begun();
    const changes = await applyTurn(
      store,
      upTo(30).flatMap((host) => [fault(0, host), fault(0, host, 'erp')]),
    );
    expect(await cases(store)).toEqual([`open ${STORM} (60)`]);
    expect(changes.map(({ events }) => events[0]?.kind)).toEqual(['opened']);
  });

  it('one by one: the tenth makes them one case, of which those of the last minute become part that nobody has taken', async () => {
    const store = await begun();
    for (const host of upTo(9)) await applyTurn(store, [fault(host / 20, host)]);
    expect(await cases(store)).toHaveLength(9);
    await play(store, ['0.46 ack 3 lin']);
    await applyTurn(store, [fault(0.5, 9)]);
    expect(await cases(store)).toEqual(['acknowledged disk of h2 is minor (1)', `open ${STORM} (9)`]);
    await applyTurn(store, [fault(0.9, 10, 'erp', 'critical')]);
    await applyTurn(store, [fault(1.8, 11)]);
    expect(await cases(store)).toEqual(['acknowledged disk of h2 is minor (1)', `open ${STORM} (11)`]);
    expect(
      await store.db.selectFrom('cases').select('severity').where('title', '=', STORM).execute(),
    ).toEqual([{ severity: 'critical' }]);
    await applyTurn(store, [fault(2.81, 12)]);
    expect((await cases(store)).at(-1)).toBe('open disk of h12 is minor (1)');
  });

  it('nine hosts, or many faults of two, are cases of their own; what was open before is left alone', async () => {
    const store = await begun();
    await applyTurn(
      store,
      upTo(2).flatMap((host) => upTo(7).map((what) => fault(0, host, `w${what}`))),
    );
    expect(await cases(store)).toHaveLength(14);
    await applyTurn(
      store,
      upTo(9, 2).map((host) => fault(2, host)),
    );
    expect(await cases(store)).toHaveLength(21);
    expect((await cases(store)).filter((one) => one.includes(STORM))).toEqual([]);
  });

  it('a fault that joins a case that is open stays with it, and the storm ends when all is quiet', async () => {
    const store = await begun();
    await applyTurn(store, [fault(-30, 0)]);
    await applyTurn(
      store,
      upTo(15).map((host) => ({ ...fault(0, host), id: `again ${host}` })),
    );
    expect(await cases(store)).toEqual(['open disk of h0 is minor (2)', `open ${STORM} (14)`]);
    const over = upTo(15, 1).map((host) => ({
      ...fault(5, host),
      id: `again ${host}`,
      transition: 'resolved' as const,
      state: 'resolved' as const,
      resolvedAt: fault(5, host).at,
    }));
    await applyTurn(store, over);
    const row = await store.db
      .selectFrom('cases')
      .selectAll()
      .where('title', '=', STORM)
      .executeTakeFirstOrThrow();
    expect(row.recovered_at).toBe(over[0]?.at);
  });
});
