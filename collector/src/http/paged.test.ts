import { pagedSchema } from '@watchcase/api';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost, addPage } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const NOW = Date.parse('2026-02-02T12:00:00Z');

describeEachStore('who was paged', (newDatabase) => {
  it('tells how often each was, and refuses more than it can tell', async () => {
    const store = await (await newDatabase()).open();
    const house = await buildHttpHouse({ store, clock: new ManualClock(NOW) });
    const writing = { actor: 'ci', door: 'apply' as const, now: NOW };
    const text = 'people: [{ id: lin, name: Lin }]';
    await house.rooms.directory.apply([{ file: 'c.yaml', text }], { dryRun: false, prune: false }, writing);
    await addHost(store);
    for (const [person, at] of [
      ['lin', '2026-02-01T15:00Z'],
      ['lin', '2026-02-01T16:00Z'],
      ['Wu', '2026-02-01T16:00Z'],
      // Two cases of one message.
      ['Wu', '2026-02-01T16:00Z'],
      ['lin', '2026-01-01T16:00Z'],
    ] as const) {
      const id = await addPage(store, { channel: 'chat', person, at: Date.parse(at) });
      const got = { state: 'delivered' as const, finished_at: Date.parse(at) };
      await store.transaction((tx) => tx.updateTable('pages').set(got).where('id', '=', id).execute());
    }
    const span = 'from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z';
    const { body } = await house.ask('GET', `/api/v1/oncall/paged?${span}`);
    expect(pagedSchema.parse(body).items).toEqual([
      { person: { id: 'lin', name: 'Lin' }, pages: 2, cases: 2, atNight: 2, nights: 1 },
      { person: { id: 'Wu', name: 'Wu' }, pages: 1, cases: 2, atNight: 1, nights: 1 },
    ]);
    const tooLong = '/api/v1/oncall/paged?from=2024-01-01T00:00:00Z&to=2026-02-02T00:00:00Z';
    expect(await house.ask('GET', tooLong)).toMatchObject({ body: { code: 'DUTY_SPAN_INVALID' } });
    await house.stop();
  });
});
