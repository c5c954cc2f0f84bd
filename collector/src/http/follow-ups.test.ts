import type { CaseDetail, FollowUp } from '@watchcase/api';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

describeEachStore('calls after cases', (newDatabase) => {
  it('is due three days after a case was closed, is made once, and is due again when the case is closed again', async () => {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const wanted = { title: 'Orders', severity: 'minor', category: 'software', host: 'acme.db1' };
    const { id } = (await house.ask('POST', '/api/v1/cases', wanted)).body as CaseDetail;
    const due = async (done = false) =>
      ((await house.ask('GET', `/api/v1/follow-ups?done=${done}`)).body as { items: FollowUp[] }).items;
    const act = (path: string, body: object) => house.ask('POST', path, body);
    expect(await due()).toEqual([]);
    await act(`/api/v1/cases/${id}/close`, {});
    const closedAt = house.clock.now();
    expect(await due()).toMatchObject([
      { case: { id, title: 'Orders' }, customer: { name: 'Acme' }, satisfied: null },
    ]);
    expect(Date.parse((await due())[0]?.dueAt ?? '') - closedAt).toBe(3 * 86_400_000);
    await act(`/api/v1/follow-ups/${id}/done`, { satisfied: true, text: 'fine', by: 'Ada' });
    const second = await act(`/api/v1/follow-ups/${id}/done`, { satisfied: false, by: 'Bo' });
    expect(second.body).toMatchObject({ satisfied: true, doneBy: 'Ada', text: 'fine' });
    expect(await due()).toEqual([]);
    expect(await due(true)).toHaveLength(1);
    await act(`/api/v1/cases/${id}/reopen`, {});
    await act(`/api/v1/cases/${id}/close`, {});
    expect(await due()).toMatchObject([{ case: { id }, doneBy: null, text: null }]);
    expect(await act('/api/v1/follow-ups/999/done', { satisfied: true })).toMatchObject({
      status: 404,
      body: { code: 'FOLLOW_UP_NOT_FOUND' },
    });
    await house.stop();
  });
});
