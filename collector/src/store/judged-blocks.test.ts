import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { deleteExpired } from './delete-expired.ts';
import { decideExpired } from './decide-expired.ts';
import { deleteJudged, readJudged, type Store, writeJudged } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);

function block(hostId: string, history: string, number: number, until = NOW) {
  const data = Buffer.from([0, 255, number]);
  return { hostId, history, block: number, first: NOW - 1000, layouts: { 3: 'a', 12: 'b' }, data, until };
}

const keep = (store: Store, ...blocks: ReturnType<typeof block>[]) =>
  store.transaction((tx) => writeJudged(tx, blocks));

async function kept(store: Store, ...hosts: string[]): Promise<string[]> {
  const { blocks } = await readJudged(store.db, hosts);
  return hosts.flatMap((host) =>
    (blocks.get(host) ?? []).map((one) => `${host} ${one.history}:${one.block}`),
  );
}

describeEachStore('judged blocks', (newDatabase) => {
  const open = async () => (await newDatabase()).open();

  it('come back as they were, in the order they were judged, whoever wrote them', async () => {
    const store = await open();
    await keep(store, block('a.x', '1', 7), block('a.y', '1', 8), block('a.x', '1', 9));
    await keep(store, block('a.x', '2', 3));
    await keep(store, block('a.x', '1', 12));
    expect(await kept(store, 'a.x', 'a.y', 'a.z')).toEqual([
      'a.x 1:7',
      'a.x 1:9',
      'a.x 2:3',
      'a.x 1:12',
      'a.y 1:8',
    ]);
    const [first] = (await readJudged(store.db, ['a.x'])).blocks.get('a.x') ?? [];
    const { until, ...same } = block('a.x', '1', 7);
    expect(until).toBe(NOW);
    expect({ ...first, data: Buffer.from(first?.data ?? []) }).toEqual(same);
  });

  it('written again after an answer was lost, they are there once', async () => {
    const store = await open();
    await keep(store, block('a.x', '1', 7));
    await keep(store, block('a.x', '1', 7), block('a.x', '1', 8));
    expect(await kept(store, 'a.x')).toEqual(['a.x 1:7', 'a.x 1:8']);
  });

  it('go when nothing looks back on them', async () => {
    const store = await open();
    const many = Array.from({ length: 5100 }, (_, i) => block('a.x', '1', i));
    await keep(store, ...many, block('a.x', '1', 6000, NOW + 1));
    expect(await deleteJudged(store, NOW)).toBe(0);
    expect(await deleteJudged(store, NOW + 1)).toBe(5100);
    expect(await kept(store, 'a.x')).toEqual(['a.x 1:6000']);
  });

  it('keep the layouts they name', async () => {
    const store = await open();
    await store.transaction(async (tx) => {
      for (const id of ['a', 'b', 'c'])
        await tx
          .insertInto('layouts')
          .values({ id, content: `layout ${id}` })
          .execute();
    });
    await keep(store, block('a.x', '1', 1));
    const clean = () => store.transaction((tx) => deleteExpired(tx, decideExpired(NOW)));
    expect((await clean()).layouts).toBe(1);
    expect((await readJudged(store.db, ['a.x'])).layouts.toSorted()).toEqual(['layout a', 'layout b']);
    await deleteJudged(store, NOW + 1);
    expect((await clean()).layouts).toBe(2);
  });
});
