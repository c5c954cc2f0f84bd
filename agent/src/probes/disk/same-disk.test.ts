import { createLog, systemClock } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

/** What a disk at /srv gives. */
async function seen(line: string) {
  const host = createHost({ clock: systemClock, log: createLog('test', 'silent') });
  const space = { blockBytes: 4096, blocks: 10, available: 5, free: 5, inodes: 10, inodesFree: 5 };
  const collect = probe.start(schema.parse({}), {
    ...host,
    platform: 'linux',
    read: () => `${line}\n`,
    space: async () => space,
  });
  const [sample] = await collect(0);
  return { tags: sample?.tags, readOnly: sample?.fields.find(([name]) => name === 'read_only')?.[2] };
}

it.each([
  ['as it was', '28 26 8:17 / /srv rw - ext4 /dev/sdb1 rw', 0],
  ['mounted read-only', '28 26 8:17 / /srv ro - ext4 /dev/sdb1 rw', 1],
  ['turned read-only by an error', '28 26 8:17 / /srv rw - ext4 /dev/sdb1 ro,errors=remount-ro', 1],
  ['under another device name', '28 26 8:33 / /srv rw - ext4 /dev/sdc1 rw', 0],
])('a disk stays the same series: %s', async (_, line, readOnly) => {
  expect(await seen(line)).toEqual({ tags: { path: '/srv', fstype: 'ext4' }, readOnly });
});
