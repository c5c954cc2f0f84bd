import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Store } from '../../collector/src/store/index.ts';
import { copyDatabase } from './copy-database.ts';
import type { Deed } from './deed.ts';
import { dumpStore, reuseNumbers } from './dump-store.ts';
import { launch } from './program.ts';
import { openTestStore, type TestDatabase } from './stores.ts';
import { withPoints } from './with-points.ts';

const program = fileURLToPath(new URL('killed-deed.ts', import.meta.url));
/** Databases one process has open: PostgreSQL takes 60 connections. */
const AT_ONCE = 20;

/**
 * Kills a deed by `kill -9` at each of its points, each in a database of its own: what is there then is what was committed before that point, and done again it comes to what it comes to
 * undisturbed. `sound` is asked of every store that was left. Gives the points, as `w` and `c` for writes and commits.
 */
export async function killAtEachPoint(
  database: TestDatabase,
  { name, deed }: { name: string; deed: Deed },
  sound: (store: Store) => Promise<void>,
): Promise<string> {
  const { kind } = database;
  await withStore(database, deed.prepare);
  const { points, states } = await undisturbed({ kind, address: await copyDatabase(database) }, deed);
  /** Numbers of commits behind which it was done again. */
  const seen = new Set<number>();
  for (let from = 0; from < points.length; from += AT_ONCE) {
    const addresses: string[] = [];
    while (addresses.length < Math.min(AT_ONCE, points.length - from))
      addresses.push(await copyDatabase(database));
    const args = [program, kind, name, String(from + 1), JSON.stringify(addresses)];
    const child = launch({ name: 'killed deed', command: process.execPath, args });
    expect([await child.ended, child.output()]).toEqual([
      null,
      `${JSON.stringify(addresses.map(() => 'stands'))}\n`,
    ]);
    for (const [index, address] of addresses.entries()) {
      const passed = points.slice(0, from + index + 1);
      await withStore({ kind, address }, async (store) => {
        const commits = passed.filter((point) => point === 'commit').length;
        expect(await dumpStore(store), `killed behind point ${passed.length}`).toEqual(states[commits]);
        // Where the same rows are there, the same comes of them.
        if (seen.has(commits)) return;
        seen.add(commits);
        await sound(store);
        await reuseNumbers(store);
        await deed.run(store);
        expect(await dumpStore(store), `done again behind point ${passed.length}`).toEqual(states.at(-1));
        await sound(store);
      });
    }
  }
  return points.map((point) => point[0]).join('');
}

/** The points of a deed that nothing happens to, and what is there before it and after each of its commits. */
async function undisturbed(database: Pick<TestDatabase, 'kind' | 'address'>, deed: Deed) {
  const points: ('write' | 'commit')[] = [];
  const states: Record<string, string[]>[] = [];
  await withStore(database, async (store) => {
    states.push(await dumpStore(store));
    await deed.run(
      withPoints(store, async (point) => {
        points.push(point);
        if (point === 'commit') states.push(await dumpStore(store));
      }),
    );
  });
  return { points, states };
}

async function withStore(
  { kind, address }: Pick<TestDatabase, 'kind' | 'address'>,
  work: (store: Store) => Promise<void>,
): Promise<void> {
  const store = await openTestStore(kind, address);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}
