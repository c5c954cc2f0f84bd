import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createFolderMemory } from './folder-memory.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const MINUTE = 60_000;

/** A folder of many names that was last changed a while ago. */
function house(names = 100) {
  const folder = temporaryFolder();
  const clock = new ManualClock(NOW);
  const memory = createFolderMemory(clock);
  for (let n = 0; n < names; n++) writeFileSync(join(folder.path, `${n}.log`), '');
  const changedAt = (time: number) => utimesSync(folder.path, new Date(time), new Date(time));
  changedAt(NOW - MINUTE);
  const dumps = { name: 'dumps', test: ({ name }: { name: Buffer }) => name.toString().endsWith('.dump') };
  const look = async () => {
    const { entries, names: count, isFresh } = await memory.list(Buffer.from(folder.path), dumps);
    return { dumps: entries.map(({ name }) => name.toString()), names: count, isFresh };
  };
  return { folder, clock, changedAt, look };
}

it('does not read again what has not changed, and finds what has', async () => {
  const { folder, changedAt, look } = house();
  using _folder = folder;
  writeFileSync(join(folder.path, 'a.dump'), '');
  changedAt(NOW - MINUTE);
  expect(await look()).toEqual({ dumps: ['a.dump'], names: 101, isFresh: true });
  expect(await look()).toEqual({ dumps: ['a.dump'], names: 101, isFresh: false });
  writeFileSync(join(folder.path, 'b.dump'), '');
  expect((await look()).dumps.toSorted()).toEqual(['a.dump', 'b.dump']);
  rmSync(join(folder.path, 'a.dump'));
  expect((await look()).dumps).toEqual(['b.dump']);
});

it('trusts no folder that changed a moment ago: it may change again in the same tick', async () => {
  const { folder, changedAt, look } = house();
  using _folder = folder;
  changedAt(NOW - 1000);
  expect((await look()).isFresh).toBe(true);
  expect((await look()).isFresh).toBe(true);
});

it('reads everything again after half an hour: not all file systems tell of changes', async () => {
  const { folder, clock, look } = house();
  using _folder = folder;
  await look();
  expect((await look()).isFresh).toBe(false);
  await clock.advance(30 * MINUTE);
  expect((await look()).isFresh).toBe(true);
});

it('reads small folders each time', async () => {
  const { folder, look } = house(10);
  using _folder = folder;
  expect([(await look()).isFresh, (await look()).isFresh]).toEqual([true, true]);
});
