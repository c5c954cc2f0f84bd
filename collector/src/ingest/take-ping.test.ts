import { expect, it } from 'vitest';
import { message, NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { createIngest, loadMemory } from './index.ts';

describeEachStore('pings by MQTT', (newDatabase) => {
  it('are facts of their job, without a place in the sequence of its host', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const ingest = createIngest(await loadMemory(store.db), NOW);
    const say = async (text: string, at: number, retained = false) => {
      const { topic } = message('event', {}, at);
      const topicOfPings = topic.replace(/event$/, 'ping');
      const intake = ingest.take([
        { topic: topicOfPings, payload: Buffer.from(text), retained, arrivedAt: at },
      ]);
      await store.transaction((tx) => ingest.commit(tx, intake));
      return [...intake.refused.keys()];
    };
    expect(await say('start nightly erp', NOW)).toEqual([]);
    expect(await say('3 nightly erp\r\ndisk full\n', NOW + 5000)).toEqual([]);
    expect(await say('start', NOW + 6000)).toEqual(['malformed']);
    expect(await say('256 nightly erp', NOW + 6000)).toEqual(['malformed']);
    expect(await say('success nightly erp', NOW + 6000, true)).toEqual(['malformed']);
    const rows = await store.db.selectFrom('backup_jobs').selectAll().execute();
    expect(rows).toMatchObject([
      {
        job: 'nightly erp',
        ok: 0,
        exit_code: 3,
        duration_seconds: 5,
        last_start: NOW,
        last_end: NOW + 5000,
        last_success: null,
        output: 'disk full',
        end_epoch: null,
      },
    ]);
    expect(ingest.host('acme.db1')?.lastHeardAt ?? null).toBeNull();
  });
});
