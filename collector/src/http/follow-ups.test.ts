import type { CaseDetail, FollowUp } from '@watchcase/api';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { shippedRecords } from '../directory/index.ts';
import { planMonthlyCalls } from '../follow-ups/index.ts';
import { contractsOf } from '../wiring/follow-contracts.ts';

const moment = (text: string) => Date.parse(`${text}+08:00`);

describeEachStore('calls to customers', (newDatabase) => {
  it('is due three days after a case was closed, is made once, and is due again when the case is closed again', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const wanted = { title: 'Orders', severity: 'minor', category: 'software', host: 'acme.db1' };
    const { id } = (await house.ask('POST', '/api/v1/cases', wanted)).body as CaseDetail;
    const due = async (query = 'done=false') =>
      ((await house.ask('GET', `/api/v1/follow-ups?${query}`)).body as { items: FollowUp[] }).items;
    const act = (path: string, body: object) => house.ask('POST', path, body);
    expect(await due()).toEqual([]);
    await act(`/api/v1/cases/${id}/close`, {});
    const closedAt = house.clock.now();
    expect(await due()).toMatchObject([
      { case: { id, title: 'Orders' }, contract: null, customer: { name: 'Acme' }, satisfied: null },
    ]);
    const [call] = await due();
    expect(Date.parse(call?.dueAt ?? '') - closedAt).toBe(3 * 86_400_000);
    expect(await due('overdue=true')).toEqual([]);
    await house.clock.advance(3 * 86_400_000 + 1);
    expect(await due('overdue=true&customer=acme')).toHaveLength(1);
    expect(await due('customer=bolt')).toEqual([]);
    await act(`/api/v1/follow-ups/${call?.id}/done`, { satisfied: true, text: 'fine', by: 'Ada' });
    const second = await act(`/api/v1/follow-ups/${call?.id}/done`, { satisfied: false, by: 'Bo' });
    expect(second.body).toMatchObject({ satisfied: true, doneBy: 'Ada', text: 'fine' });
    expect(await due()).toEqual([]);
    expect(await due('done=true')).toHaveLength(1);
    await act(`/api/v1/cases/${id}/reopen`, {});
    await act(`/api/v1/cases/${id}/close`, {});
    expect(await due()).toMatchObject([{ case: { id }, doneBy: null, text: null }]);
    expect(await act('/api/v1/follow-ups/999/done', { satisfied: true })).toMatchObject({
      status: 404,
      body: { code: 'FOLLOW_UP_NOT_FOUND' },
    });
    await house.stop();
  });

  it('is due once for each contract and month, also after a commit that never was, a month of downtime and two planners at once', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const { directory } = house.rooms;
    const by = { actor: 'test', door: 'api' as const, now: moment('2026-01-20T10:00') };
    await directory.ship(shippedRecords(), by.now);
    await directory.put('customers', 'acme', { data: { name: 'Acme', zone: 'Asia/Shanghai' } }, by);
    const put = (id: string, from: string, to: string) =>
      directory.put('contracts', id, { data: { customer: 'acme', policy: 'standard', from, to } }, by);
    await put('all-year', '2026-01-01', '2026-12-31');
    await put('ends-soon', '2026-01-01', '2026-02-10');
    await put('over', '2025-01-01', '2025-12-31');
    await put('later', '2026-03-16', '2027-03-15');
    const contracts = contractsOf(directory);
    const plan = (at: string, over: Pick<typeof store, 'db' | 'transaction'> = store) =>
      planMonthlyCalls({ store: over, contracts }, moment(at));
    const calls = async () =>
      (
        await store.db.selectFrom('follow_ups').selectAll().orderBy('month').orderBy('contract').execute()
      ).map(({ contract, month, due_at }) => [contract, month, new Date(due_at + 28_800_000).toISOString()]);

    const dies = {
      ...store,
      transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) =>
        store.transaction<T>(async (tx) => {
          await work(tx);
          throw new Error('killed before the commit');
        }),
    };
    await expect(plan('2026-01-20T10:00', dies)).rejects.toThrow('killed');
    expect(await calls()).toEqual([]);
    await Promise.all([plan('2026-01-20T10:00'), plan('2026-01-20T10:00')]);
    const january = [
      ['all-year', '2026-01', '2026-02-01T00:00:00.000Z'],
      ['ends-soon', '2026-01', '2026-02-01T00:00:00.000Z'],
    ];
    expect(await calls()).toEqual(january);
    await plan('2026-01-31T23:59');
    expect(await calls()).toEqual(january);
    // A month begins where the customer is: there it is February.
    await plan('2026-02-01T00:00');
    const february = [
      ...january,
      ['all-year', '2026-02', '2026-03-01T00:00:00.000Z'],
      ['ends-soon', '2026-02', '2026-02-11T00:00:00.000Z'],
    ];
    expect(await calls()).toEqual(february);
    // Nothing ran in March; one contract has ended, one has begun in the middle of a month.
    await plan('2026-04-02T08:00');
    const april = [
      ...february,
      ['all-year', '2026-03', '2026-04-01T00:00:00.000Z'],
      ['later', '2026-03', '2026-04-01T00:00:00.000Z'],
      ['all-year', '2026-04', '2026-05-01T00:00:00.000Z'],
      ['later', '2026-04', '2026-05-01T00:00:00.000Z'],
    ];
    expect(await calls()).toEqual(april);
    expect(await plan('2026-04-20T08:00')).toBe(0);
    // One that is out of use gets none, and what it did not get meanwhile does not come in a heap.
    await directory.retire('contracts', 'all-year', true, by);
    await plan('2026-05-03T08:00');
    await plan('2026-06-03T08:00');
    await directory.retire('contracts', 'all-year', false, by);
    expect(await plan('2026-07-03T08:00')).toBe(2);
    // The clock was set back.
    expect(await plan('2026-03-03T08:00')).toBe(0);
    expect(await plan('2026-07-04T08:00')).toBe(0);
    const months = (await calls()).filter(([contract]) => contract === 'all-year').map(([, month]) => month);
    expect(months).toEqual(['2026-01', '2026-02', '2026-03', '2026-04', '2026-07']);
    const listed = (await house.ask('GET', '/api/v1/follow-ups?limit=3')).body as { items: FollowUp[] };
    expect(listed.items[0]).toMatchObject({
      case: null,
      contract: { id: 'all-year', month: '2026-01' },
      customer: { id: 'acme' },
    });
    await house.stop();
  });
});
