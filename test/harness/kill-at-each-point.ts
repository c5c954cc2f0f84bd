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
/** Databases one process has open: PostgreSQL takes 200 connections. Each process reads all rooms once, which takes longer than its deeds. */
const AT_ONCE = { sqlite: 200, postgres: 80 } as const;
/** Databases that are copied and looked at together. */
const TOGETHER = 4;

/** A deed as it goes undisturbed. */
interface Played {
  name: string;
  deed: Deed;
  /** What is there before it. */
  database: TestDatabase;
  points: readonly ('write' | 'commit')[];
  /** What is there before it and after each of its commits. */
  states: readonly Record<string, string[]>[];
  /** Numbers of commits behind which it was done again. */
  seen: Set<number>;
}

/** Killed behind point number `point` of a deed, counted from 1. */
interface Kill {
  played: Played;
  point: number;
  address: string;
}

/**
 * Kills deeds by `kill -9` at their points, each in a database of its own: what is there then is what was committed before that point, and done again it comes to what it comes to
 * undisturbed. `sound` is asked of every store that was left. Gives the points of each deed, as `w` and `c` for writes and commits.
 */
export async function killAtEachPoint(
  newDatabase: () => Promise<TestDatabase>,
  deeds: Readonly<Record<string, Deed>>,
  sound: (store: Store) => Promise<void>,
): Promise<Record<string, string>> {
  const all: Played[] = [];
  for (const [name, deed] of Object.entries(deeds)) all.push(await play(await newDatabase(), name, deed));
  const kills = all.flatMap((played) =>
    played.points.map((_, index): Kill => ({ played, point: index + 1, address: '' })),
  );
  const size = AT_ONCE[all[0]?.database.kind ?? 'sqlite'];
  for (let from = 0; from < kills.length; from += size) {
    const some = kills.slice(from, from + size);
    await together(some, async (kill) => {
      kill.address = await copyDatabase(kill.played.database);
    });
    await killAll(some);
    await together(some, (kill) => lookAt(kill, sound));
  }
  return Object.fromEntries(all.map(({ name, points }) => [name, points.map((one) => one[0]).join('')]));
}

async function play(database: TestDatabase, name: string, deed: Deed): Promise<Played> {
  const { kind } = database;
  await withStore(database, deed.prepare);
  const address = await copyDatabase(database);
  return { name, deed, database, seen: new Set(), ...(await undisturbed({ kind, address }, deed)) };
}

async function killAll(kills: readonly Kill[]): Promise<void> {
  const kind = kills[0]?.played.database.kind ?? 'sqlite';
  const orders = kills.map(({ played: { name }, point, address }) => ({ name, point, address }));
  const args = [program, kind, JSON.stringify(orders)];
  const child = launch({ name: 'killed deeds', command: process.execPath, args });
  expect([await child.ended, child.output()]).toEqual([
    null,
    `${JSON.stringify(kills.map(() => 'stands'))}\n`,
  ]);
}

async function lookAt(
  { played, point, address }: Kill,
  sound: (store: Store) => Promise<void>,
): Promise<void> {
  const { name, deed, database, points, states, seen } = played;
  const commits = points.slice(0, point).filter((one) => one === 'commit').length;
  await withStore({ kind: database.kind, address }, async (store) => {
    expect(await dumpStore(store), `${name}, killed behind point ${point}`).toEqual(states[commits]);
    // Where the same rows are there, the same comes of them.
    if (seen.has(commits)) return;
    seen.add(commits);
    await sound(store);
    await reuseNumbers(store);
    await deed.run(store);
    expect(await dumpStore(store), `${name}, done again behind point ${point}`).toEqual(states.at(-1));
    await sound(store);
  });
}

/** The points of a deed that nothing happens to, and what is there before it and after each of its commits. */
async function undisturbed(
  database: Pick<TestDatabase, 'kind' | 'address'>,
  deed: Deed,
): Promise<Pick<Played, 'points' | 'states'>> {
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

/** Some at a time, each begun as soon as another has ended. */
async function together<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}
