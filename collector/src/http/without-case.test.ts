import { expect, it } from 'vitest';
import { play } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { listAlerts } from './views/alerts.ts';

describeEachStore('alerts without a case', (newDatabase) => {
  it('what fires though its case was ended is listed, until the case is open again', async () => {
    const store = await (await newDatabase()).open();
    const listed = async () =>
      (await listAlerts(store.db, { limit: 9, withoutCase: 'true' })).items.map((alert) => alert.id);
    await play(store, ['0 fire a minor', '0 fire b minor', '0 fire x minor', '1 resolve b']);
    expect(await listed()).toEqual([]);
    await play(store, ['2 fix-though-it-fires 1 lin']);
    expect(await listed()).toEqual(['a']);
    await play(store, ['3 reopen 1 lin']);
    expect(await listed()).toEqual([]);
  });
});
