import { systemClock } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { createStatfs, type Space } from './free-space.ts';

const some: Space = { blockBytes: 1, blocks: 2, available: 1, free: 1, inodes: 0, inodesFree: 0 };

it('reads this machine, and says why of what it cannot read', async () => {
  using folder = temporaryFolder();
  const statfs = createStatfs({ clock: systemClock, onHang: () => expect.unreachable() });
  const space = (await statfs(folder.path, 'local')) as Space;
  expect(space.blocks).toBeGreaterThan(0);
  expect(space.free).toBeGreaterThanOrEqual(space.available);
  expect(await statfs(Buffer.from(folder.path), 'local')).toMatchObject({ blocks: space.blocks });
  expect(await statfs(`${folder.path}/no`, 'remote')).toEqual({ fault: 'absent', reason: 'is not there' });
});

it.each([
  ['EACCES', 'forbidden'],
  ['ENOTCONN', 'broken'],
  ['ESTALE', 'broken'],
])('%s is %s', async (code, fault) => {
  const ask = () => Promise.reject(Object.assign(new Error('no'), { code }));
  const statfs = createStatfs({ clock: new ManualClock(), onHang: () => undefined, ask });
  expect(await statfs('/srv', 'remote')).toMatchObject({ fault });
});

it('of many hung shares each costs only itself: local and other remote file systems answer', async () => {
  const clock = new ManualClock();
  const hung: string[] = [];
  const statfs = createStatfs({
    clock,
    onHang: (path) => hung.push(path),
    ask: (path) =>
      String(path).startsWith('/hung') ? new Promise<Space>(() => undefined) : Promise.resolve(some),
  });
  const shares = ['/hung/1', '/hung/2', '/hung/3', '/nfs/well'];
  const look = async () => {
    const answers = Promise.all(shares.map((path) => statfs(path, 'remote')));
    const local = statfs('/', 'local');
    await clock.advance(0);
    await clock.advance(2000);
    return { local: await local, remote: await answers };
  };
  const silent = { fault: 'silent', reason: 'does not answer' };
  const expected = { local: some, remote: [silent, silent, silent, some] };
  expect(await look()).toEqual(expected);
  expect(await look()).toEqual(expected);
  expect(hung).toEqual(['/hung/1', '/hung/2', '/hung/3']);
});
