import { createLog, systemClock } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import { chooseMounts } from './choose-mounts.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';
import { parseMounts } from './parse-mounts.ts';
import { withoutOurSandbox } from './without-our-sandbox.ts';

/** What a disk at /srv gives. */
async function seen(line: string, fstab = '', root = '26 1 8:1 / / rw - ext4 /dev/sda1 rw') {
  const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });
  const space = { blockBytes: 4096, blocks: 10, available: 5, free: 5, inodes: 10, inodesFree: 5 };
  const collect = probe.start(schema.parse({}), {
    ...host,
    platform: 'linux',
    read: (path) => (path === '/etc/fstab' ? fstab : `${root}\n${line}\n`),
    space: async () => space,
  });
  const sample = (await collect(0)).find(({ tags }) => tags['path'] === '/srv');
  const valueOf = (field: string) => sample?.fields.find(([name]) => name === field)?.[2];
  return { tags: sample?.tags, readOnly: valueOf('read_only'), writeLost: valueOf('write_lost') };
}

it.each([
  ['as it was', '28 26 8:17 / /srv rw - ext4 /dev/sdb1 rw', 0, 0],
  ['mounted read-only', '28 26 8:17 / /srv ro - ext4 /dev/sdb1 rw', 1, 0],
  ['turned read-only by an error', '28 26 8:17 / /srv rw - ext4 /dev/sdb1 ro,errors=remount-ro', 1, 1],
  ['under another device name', '28 26 8:33 / /srv rw - ext4 /dev/sdc1 rw', 0, 0],
])('a disk stays the same series: %s', async (_, line, readOnly, writeLost) => {
  expect(await seen(line)).toEqual({ tags: { path: '/srv', fstype: 'ext4' }, readOnly, writeLost });
});

const locked = '28 26 8:17 / /srv ro - ext4 /dev/sdb1 ro';
it.each([
  ['UUID=1 /srv ext4 defaults 0 2', 1],
  ['UUID=1 /srv\text4 ro,noatime 0 2', 0],
  ['# UUID=1 /srv ext4 defaults 0 2\nUUID=1 /mnt ext4 defaults 0 2', 0],
  ['', 0],
])(
  'one that is read-only by the kernel and in fstab as "%s" has lost its writing: %d',
  async (fstab, writeLost) => {
    expect(await seen(locked, fstab)).toMatchObject({ readOnly: 1, writeLost });
  },
);

/** As under ProtectSystem=strict, where only the agent's own state folder stays writable to it. */
const strict = [
  '26 1 8:1 / / ro - ext4 /dev/sda1 rw',
  '29 26 8:1 /var/lib/watchcase-agent /var/lib/watchcase-agent rw - ext4 /dev/sda1 rw',
].join('\n');
it.each([
  ['is as it was', '28 26 8:17 / /srv ro - ext4 /dev/sdb1 rw', 0, 0],
  ['turned read-only by an error', '28 26 8:17 / /srv ro - ext4 /dev/sdb1 ro', 1, 1],
])('seen from within a sandbox that may not write, a disk %s', async (_, line, readOnly, writeLost) => {
  const fstab = 'UUID=1 / ext4 defaults 0 1\nUUID=2 /srv ext4 defaults 0 2';
  expect(await seen(line, fstab, strict)).toMatchObject({ readOnly, writeLost });
});

it('seen from within such a sandbox, a disk keeps its path', () => {
  const mounts = withoutOurSandbox(parseMounts(strict));
  const facts = { isFile: () => false, known: new Set<string>() };
  const chosen = chooseMounts(mounts, { mountPoints: [], ignoreFs: [] }, facts);
  expect(chosen.map(({ path }) => path)).toEqual(['/']);
});
