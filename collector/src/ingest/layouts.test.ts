import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { message, NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { decideExpired } from '../store/decide-expired.ts';
import { deleteExpired } from '../store/delete-expired.ts';
import { createIngest, loadMemory } from './index.ts';

const HOUR = 3_600_000;

/** A host's layout while container number `i` runs. */
function layoutOf(i: number): Layout {
  const groups: Layout['groups'] = [
    { measurement: 'container', tags: { id: `c${i}` }, fields: [['cpu', 'percent']] },
  ];
  const content = { stream: '15s', intervalMs: 15_000, groups };
  return { id: layoutId(content), ...content };
}

describeEachStore('layouts', (newDatabase) => {
  async function house() {
    const store = await (await newDatabase()).open();
    await seed(store);
    const ingest = createIngest(await loadMemory(store.db), NOW);
    let seq = 0;
    const turn = async (at: number, kind: string, body: object) => {
      const intake = ingest.take([message(kind, body, at)]);
      await store.transaction((tx) => ingest.commit(tx, intake));
      return intake;
    };
    const read = (at: number, { id }: Layout) => {
      const body = { sent: at, epoch: 5, seq: ++seq, after: seq - 1, layout: id, time: at, values: [1] };
      return turn(at, 'reading', body);
    };
    const stored = async () =>
      (await store.db.selectFrom('layouts').select('id').execute()).map(({ id }) => id);
    const clean = () => store.transaction((tx) => deleteExpired(tx, decideExpired(NOW)));
    return { store, ingest, turn, read, stored, clean };
  }

  it('of a host whose containers come and go stay while they are in use, in memory and in the store', async () => {
    const { store, ingest, turn, read, stored, clean } = await house();
    for (let i = 0; i < 40; i++) {
      await turn(NOW + i * HOUR, 'layout', layoutOf(i));
      await read(NOW + i * HOUR, layoutOf(i));
    }
    const known = () => Array.from({ length: 40 }, (_, i) => i).filter((i) => ingest.layout(layoutOf(i).id));
    ingest.decidePresence(ingest.take([]), NOW + 39 * HOUR + 1);
    expect(known()).toEqual([39]);
    expect((await clean()).layouts).toBe(39);
    expect(await stored()).toEqual([layoutOf(39).id]);
    const loaded = await loadMemory(store.db);
    expect([...loaded.layouts.keys()]).toEqual([layoutOf(39).id]);
  });

  it('that no host has used are not in the store, and a start does not load what no host uses', async () => {
    const { store, turn, read, stored } = await house();
    await turn(NOW, 'layout', layoutOf(1));
    expect(await stored()).toEqual([]);
    await read(NOW, layoutOf(1));
    await turn(NOW, 'layout', layoutOf(2));
    await read(NOW + 1, layoutOf(2));
    expect((await stored()).toSorted()).toEqual([layoutOf(1).id, layoutOf(2).id].toSorted());
    expect([...(await loadMemory(store.db)).layouts.keys()]).toEqual([layoutOf(2).id]);
  });

  it('that were forgotten are asked for, and taken again with their reading', async () => {
    const { ingest, turn, read } = await house();
    await turn(NOW, 'layout', layoutOf(1));
    await turn(NOW, 'layout', layoutOf(2));
    await read(NOW, layoutOf(2));
    ingest.decidePresence(ingest.take([]), NOW + 2 * HOUR);
    const body = {
      sent: NOW,
      epoch: 5,
      seq: 2,
      after: 1,
      layout: layoutOf(1).id,
      time: NOW + 2 * HOUR,
      values: [1],
    };
    const asked = await turn(NOW + 2 * HOUR, 'reading', body);
    expect(ingest.acks(asked, NOW)[0]?.ack.needLayouts).toEqual([layoutOf(1).id]);
    await turn(NOW + 2 * HOUR, 'layout', layoutOf(1));
    expect((await turn(NOW + 2 * HOUR, 'reading', body)).observations).toHaveLength(1);
  });

  it('that the store lost while a host uses them are written again when they come', async () => {
    const { store, turn, read, stored } = await house();
    await turn(NOW, 'layout', layoutOf(1));
    await read(NOW, layoutOf(1));
    await store.transaction((tx) => tx.deleteFrom('layouts').execute());
    const again = createIngest(await loadMemory(store.db), NOW);
    const intake = again.take([message('layout', layoutOf(1), NOW)]);
    await store.transaction((tx) => again.commit(tx, intake));
    expect(await stored()).toEqual([layoutOf(1).id]);
  });
});
