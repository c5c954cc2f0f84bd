import { systemClock } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createStatfs, type Space } from './free-space.ts';

const some: Space = { blockBytes: 1, blocks: 2, available: 1, free: 1, inodes: 0, inodesFree: 0 };

it('reads this machine, and says null for what is not there', async () => {
  using folder = temporaryFolder();
  const statfs = createStatfs({ clock: systemClock, onHang: () => expect.unreachable() });
  const space = await statfs(folder.path, 'local');
  expect(space?.blocks).toBeGreaterThan(0);
  expect(space?.free).toBeGreaterThanOrEqual(space?.available ?? Number.NaN);
  expect(await statfs(`${folder.path}/no`, 'remote')).toBeNull();
});

it('lets local file systems answer while remote ones hang', async () => {
  const clock = new ManualClock();
  const hung: string[] = [];
  const statfs = createStatfs({
    clock,
    onHang: (path) => hung.push(path),
    ask: (path) => (path.startsWith('/nfs') ? new Promise<Space>(() => undefined) : Promise.resolve(some)),
  });
  const paths = ['/nfs/1', '/nfs/2', '/nfs/3'];
  const remote = paths.map((path) => statfs(path, 'remote'));
  expect(await statfs('/', 'local')).toEqual(some);
  await clock.advance(4000);
  expect(await Promise.all(remote)).toEqual([null, null, null]);
  expect(hung).toEqual(['/nfs/1', '/nfs/2']);
  expect(await statfs('/', 'local')).toEqual(some);
});
