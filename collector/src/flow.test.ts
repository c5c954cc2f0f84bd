import { eventually } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import {
  breakDatabase,
  cursorOf,
  house,
  layout,
  message,
  NOW,
  pagesOf,
  reading,
  seed,
  told,
} from '../../test/harness/flow-house.ts';
import { describeEachStore } from '../../test/harness/stores.ts';
import { namedActor } from './model/index.ts';

describeEachStore('flow', (newDatabase) => {
  async function opened() {
    const database = await newDatabase();
    const store = await database.open();
    await seed(store);
    return { database, store };
  }

  it('goes from a reading to a case, a page and an acknowledgement in one turn', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    flow.receive(reading(2, 0, NOW + 15_000));
    expect([flow.queue().messages, out.acks]).toEqual([3, []]);
    await settle();
    expect(await told(store)).toEqual(['software open: opened page-queued']);
    expect([out.acks, out.woken, out.turns, await cursorOf(store), await pagesOf(store)]).toEqual([
      ['5:2'],
      1,
      1,
      2,
      1,
    ]);
    expect(out.kept.map((one) => one.seq)).toEqual([1, 2]);
  });

  it('tries a turn that cannot be committed again until it can: nothing lost, nothing doubled, nothing acknowledged before', async () => {
    const { database, store } = await opened();
    const { flow, clock, out, settle, alerts } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    await settle();
    const mend = await breakDatabase(database);
    flow.receive(reading(2, 0, NOW + 15_000));
    await clock.advance(10);
    for (const failures of [1, 2, 3]) {
      await eventually(() => out.failures >= failures);
      await clock.advance(5000);
    }
    flow.receive(reading(3, 0, NOW + 30_000));
    expect([flow.healthy(), out.acks, await cursorOf(store), await told(store)]).toEqual([
      false,
      ['5:1'],
      1,
      [],
    ]);
    await mend();
    await eventually(async () => {
      await clock.advance(5000);
      return flow.healthy();
    });
    await flow.tick();
    expect(await cursorOf(store)).toBe(3);
    expect(await told(store)).toEqual(['software open: opened page-queued']);
    expect([await pagesOf(store), alerts.count()]).toEqual([1, { pending: 1, firing: 1, frozen: 0 }]);
  });

  it('lets quiet readings wait for the tick: judged at once, committed and acknowledged together', async () => {
    const { store } = await opened();
    const { flow, out, settle, alerts } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    await settle();
    flow.receive(reading(2, 1, NOW + 15_000));
    await settle();
    for (const seq of [3, 4, 5]) flow.receive(reading(seq, 1, NOW + seq * 15_000));
    await settle();
    expect([out.acks, out.kept.length, await cursorOf(store), alerts.count().pending]).toEqual([
      ['5:1'],
      1,
      1,
      0,
    ]);
    await flow.tick();
    const kept = out.kept.filter((one) => one.layout.id === layout.id).map((one) => one.seq);
    expect([out.acks, kept, await cursorOf(store)]).toEqual([['5:1', '5:5'], [1, 2, 3, 4, 5], 5]);
  });

  it('keeps fewer in memory until their answer is due: no cursor moves before history has them', async () => {
    const { store } = await opened();
    const { flow, clock, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    await settle();
    flow.receive(reading(2, 1, NOW + 15_000));
    flow.receive(reading(3, 1, NOW + 30_000));
    await settle();
    await flow.tick();
    expect([out.acks, out.kept.length, await cursorOf(store)]).toEqual([['5:1'], 1, 1]);
    await clock.advance(45_000 + 30_000);
    await flow.tick();
    const kept = out.kept.filter((one) => one.layout.id === layout.id).map((one) => one.seq);
    expect([out.acks, kept, await cursorOf(store)]).toEqual([['5:1', '5:3'], [1, 2, 3], 3]);
  });

  it('takes what waits of a host along when something urgent is committed, and at the end', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 1, NOW));
    await settle();
    flow.receive(reading(2, 1, NOW + 15_000));
    await settle();
    flow.receive(reading(3, 0, NOW + 30_000));
    await settle();
    expect([out.kept.map((one) => one.seq), await cursorOf(store)]).toEqual([[1, 2, 3], 3]);
    flow.receive(reading(4, 0, NOW + 45_000));
    await settle();
    await flow.stop();
    expect([out.kept.map((one) => one.seq), await cursorOf(store)]).toEqual([[1, 2, 3, 4], 4]);
  });

  it('recognises a commit whose answer was lost', async () => {
    const { store } = await opened();
    let lost = 2;
    const { flow, clock, out, settle } = await house(store, {
      async transaction(work) {
        const result = await store.transaction(work);
        if (lost-- > 0) throw new Error('connection terminated unexpectedly');
        return result;
      },
    });
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 0, NOW));
    await clock.advance(10);
    await eventually(async () => {
      await clock.advance(5000);
      return out.acks.length === 1;
    });
    await settle();
    expect([out.failures, await pagesOf(store), await told(store)]).toEqual([
      2,
      1,
      ['software open: opened page-queued'],
    ]);
  });

  it('after a restart nothing fires again, and `for` goes on where it was', async () => {
    const { store } = await opened();
    const first = await house(store);
    first.flow.receive(message('layout', layout, NOW));
    first.flow.receive(reading(1, 0, NOW));
    first.flow.receive(reading(2, 0, NOW + 15_000));
    await first.settle();
    await first.flow.stop();
    const second = await house(store);
    second.flow.receive(reading(2, 0, NOW + 15_000));
    second.flow.receive(reading(3, 0, NOW + 30_000));
    await second.settle();
    expect(await told(store)).toEqual([
      'network open: opened page-queued',
      'software open: opened page-queued',
    ]);
    expect(second.out.kept.map((one) => one.seq)).toEqual([3]);
    const [alert] = await store.db
      .selectFrom('alerts')
      .select(['active_since', 'fired_at'])
      .where('rule', '=', 'app/long-down')
      .execute();
    expect(alert).toEqual({ active_since: NOW, fired_at: NOW + 30_000 });
  });

  it('late readings go to history and change nothing else', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    const late = JSON.parse(reading(1, 0, NOW - 121_000).payload.toString()) as object;
    flow.receive(message('layout', layout, NOW));
    flow.receive(message('reading', { ...late, sent: NOW }, NOW));
    await settle();
    expect([out.kept.length, await told(store), await cursorOf(store)]).toEqual([1, [], 1]);
  });

  it('takes no more than fits: the rest stays with the agents', async () => {
    const { store } = await opened();
    const { flow, settle } = await house(store);
    const taken = Array.from({ length: 20_010 }, (_, i) => flow.receive(reading(i + 1, 1, NOW)));
    expect([taken.filter(Boolean).length, taken.lastIndexOf(true)]).toEqual([20_000, 19_999]);
    await settle();
    expect(flow.queue().messages).toBeLessThan(20_000);
    expect(flow.receive(reading(1, 1, NOW))).toBe(true);
  });

  it('a tick takes what waits before it decides who is gone', async () => {
    const { store } = await opened();
    const { flow, clock, settle, ingest } = await house(store);
    const online = {
      session: 1,
      state: 'online',
      time: NOW,
      reason: 'connected',
      epoch: 5,
      intervalMs: 1000,
      streams: ['15s'],
      name: 'db1',
      agent: '1',
      platform: 'linux',
    };
    flow.receive(message('presence', online, NOW));
    flow.receive(message('layout', layout, NOW));
    await settle();
    await flow.tick();
    for (let second = 1; second < 4; second++) {
      await clock.advance(990);
      if (second === 3) flow.receive(reading(1, 1, clock.now()));
      await flow.tick();
      await settle();
    }
    await clock.advance(60_000);
    expect(ingest.host('acme.db1')?.presence).toBe('online');
  });

  it('stops in the middle of trying: nothing half done, nothing acknowledged, nothing after', async () => {
    const { database, store } = await opened();
    const { flow, clock, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    await settle();
    await breakDatabase(database);
    flow.receive(reading(1, 0, NOW));
    await clock.advance(10);
    await eventually(() => out.failures >= 1);
    flow.receive(reading(2, 0, NOW + 15_000));
    await flow.stop();
    expect(flow.receive(reading(3, 0, NOW + 30_000))).toBe(false);
    await clock.advance(60_000);
    await flow.tick();
    expect([await cursorOf(store), await told(store), await pagesOf(store)]).toEqual([0, [], 0]);
    expect(out.acks).toEqual([]);
  });

  it('a person acts between turns, and an act that is refused changes nothing', async () => {
    const { store } = await opened();
    const { flow, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    flow.receive(reading(1, 0, NOW));
    await settle();
    const { id } = await store.db.selectFrom('cases').select('id').executeTakeFirstOrThrow();
    await flow.act(id, { kind: 'acknowledge', by: namedActor('lin'), via: 'api' });
    await expect(flow.act(id, { kind: 'acknowledge', by: namedActor('wang'), via: 'api' })).rejects.toThrow(
      /lin/,
    );
    expect(await told(store)).toEqual(['software acknowledged: opened page-queued acknowledged']);
  });

  it('what waits of a host is committed before work that takes it from memory, and nothing of others', async () => {
    const { store } = await opened();
    const { flow, out, settle } = await house(store);
    flow.receive(message('layout', layout, NOW));
    for (const seq of [1, 2]) flow.receive(reading(seq, 1, NOW + seq * 15_000));
    await settle();
    const before = [out.acks.length, await cursorOf(store)];
    await flow.settled(['acme.another'], () => Promise.resolve());
    expect([out.acks.length, await cursorOf(store)]).toEqual(before);
    await flow.settled(['acme.db1'], async () => expect(await cursorOf(store)).toBe(2));
    expect(out.acks.at(-1)).toBe('5:2');
  });

  it.each(['exclusive', 'settled', 'discarding'] as const)(
    'how long work that is %s holds it is known',
    async (door) => {
      const { store } = await opened();
      const { flow, clock, heldMs } = await house(store);
      const { promise, resolve } = Promise.withResolvers<void>();
      let began = false;
      const work = () => ((began = true), promise);
      const done = door === 'settled' ? flow.settled([], work) : flow[door](work);
      await eventually(() => began);
      const ticked = flow.tick();
      await clock.advance(12_000);
      expect(heldMs()).toBe(12_000);
      resolve();
      await Promise.all([done, ticked]);
      expect(heldMs()).toBe(0);
    },
  );
});
