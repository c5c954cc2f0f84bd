import { describe, expect, it } from 'vitest';
import { type ChoiceFacts, chooseMounts } from './choose-mounts.ts';
import { parseMounts } from './parse-mounts.ts';

const ROOT = '1 0 8:1 / / rw - ext4 /dev/sda1 rw';
const none: ChoiceFacts = { isFile: () => false, known: new Set() };

interface Asked extends Partial<ChoiceFacts> {
  mountPoints?: string[];
}

/** `path type` of what is watched besides the root; lines as in mountinfo. */
function chosen(lines: readonly string[], { mountPoints = [], ...facts }: Asked = {}): string[] {
  const mounts = parseMounts([ROOT, ...lines].join('\n'));
  return chooseMounts(mounts, { mountPoints, ignoreFs: [] }, { ...none, ...facts })
    .filter(({ path }) => path !== '/')
    .map(({ path, type }) => `${path} ${type}`);
}

describe('a mount hidden by a later one', () => {
  it.each([
    ['above it', ['2 1 8:2 / /srv/a rw - ext4 b rw', '3 1 8:3 / /srv rw - xfs c rw'], ['/srv xfs']],
    ['at its path', ['2 1 8:2 / /srv rw - ext4 b rw', '3 2 8:3 / /srv rw - xfs c rw'], ['/srv xfs']],
    [
      'above it, and one inside that',
      ['2 1 8:2 / /srv/a rw - ext4 b rw', '3 1 8:3 / /srv rw - xfs c rw', '4 3 8:4 / /srv/a rw - vfat d rw'],
      ['/srv xfs', '/srv/a vfat'],
    ],
    [
      'which it is not',
      ['2 1 8:2 / /srv/a rw - ext4 b rw', '3 1 8:3 / /sr rw - xfs c rw'],
      ['/sr xfs', '/srv/a ext4'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(chosen(lines)).toEqual(expected);
  });

  it('also where the mounts begin outside of what is seen', () => {
    const lines = ['50 40 8:9 / /srv rw - ext4 b rw', '51 40 8:8 / /mnt/x rw - xfs c rw'];
    const mounts = parseMounts(lines.join('\n'));
    expect(chooseMounts(mounts, { mountPoints: [], ignoreFs: [] }, none).map(({ path }) => path)).toEqual([
      '/mnt/x',
      '/srv',
    ]);
  });
});

describe('what is named is watched', () => {
  const lines = [
    '2 1 0:5 / /run rw - tmpfs tmpfs rw',
    '3 1 0:6 / /dev/shm rw - tmpfs tmpfs rw',
    '4 1 0:7 /@home /homes rw - btrfs /dev/vdb rw,subvol=/@home',
    '5 1 0:7 /@ /data rw - btrfs /dev/vdb rw,subvol=/@',
    '6 1 7:1 / /snap/core ro - squashfs /dev/loop1 ro',
  ];
  it.each([
    [[], ['/data btrfs']],
    [['/run'], ['/run tmpfs']],
    [['/dev/shm/'], ['/dev/shm tmpfs']],
    [
      ['/homes', '/data', '/snap/core'],
      ['/data btrfs', '/homes btrfs', '/snap/core squashfs'],
    ],
  ])('%s', (mountPoints, expected) => {
    expect(chosen(lines, { mountPoints })).toEqual(expected);
  });
});

describe('of several mounts of one file system', () => {
  const file = '2 1 8:2 /conf/a /etc/a rw - ext4 b rw';
  const folder = '3 1 8:2 /data /srv/containers/data rw - ext4 b rw';
  const whole = '4 1 8:2 / /mnt/whole-disk rw - ext4 b rw';
  const locked = '5 1 8:2 / /b ro - ext4 b rw';
  const isFile: ChoiceFacts['isFile'] = ({ path }) => path === '/etc/a';
  it.each([
    ['a folder before a file', [file, folder], {}, '/srv/containers/data'],
    ['one that can be written', [locked, folder], {}, '/srv/containers/data'],
    [
      'the one known before',
      [folder, whole],
      { known: new Set(['/srv/containers/data']) },
      '/srv/containers/data',
    ],
    [
      'a folder before a file known before',
      [file, folder],
      { known: new Set(['/etc/a']) },
      '/srv/containers/data',
    ],
    ['the whole tree', [folder, whole], {}, '/mnt/whole-disk'],
    ['only a file', [file], {}, '/etc/a'],
  ])('%s', (_, lines, facts, path) => {
    expect(chosen(lines, { isFile, ...facts })).toEqual([`${path} ext4`]);
  });
});

describe('what a container engine makes is no disk', () => {
  const id = 'a'.repeat(64);
  const pod = '0b2a4c6e-1111-2222-3333-444455556666';
  it.each([
    [`/var/lib/docker/containers/${id}/mounts/shm`, 'tmpfs', false],
    [`/data/engine/containers/${id}/mounts/shm`, 'tmpfs', false],
    [`/var/lib/containers/storage/overlay-containers/${id}/userdata/shm`, 'tmpfs', false],
    [`/home/anna/.local/share/containers/storage/overlay-containers/${id}/userdata/shm`, 'tmpfs', false],
    [`/var/lib/kubelet/pods/${pod}/volumes/kubernetes.io~projected/token`, 'tmpfs', false],
    [`/mnt/kubelet/pods/${pod}/volumes/kubernetes.io~csi/pvc/mount`, 'ext4', false],
    ['/var/lib/docker/overlay2/x/merged', 'overlay', false],
    ['/tmp/.mount_nextcloud1', 'fuse.nextcloud.AppImage', false],
    ['/var/lib/docker', 'xfs', true],
    ['/var/lib/containers', 'ext4', true],
    ['/var/lib/dockerdata/x', 'ext4', true],
    ['/srv/containers/mail', 'ext4', true],
  ])('%s, %s: watched %s', (path, type, isWatched) => {
    expect(chosen([`2 1 9:9 / ${path} rw - ${type} x rw`])).toEqual(isWatched ? [`${path} ${type}`] : []);
  });
});

it('reads mount points that are no UTF-8 as bytes, and shows them so that no two look the same', () => {
  const line = (name: string) => `2 1 8:2 / /srv/${name} rw - ext4 b rw\n`;
  const [mount] = parseMounts(Buffer.from(line('b\xfccher\\040alt'), 'latin1'));
  expect(mount?.path).toBe(String.raw`/srv/b\xfccher alt`);
  expect(mount?.place).toEqual(Buffer.from('/srv/b\xfccher alt', 'latin1'));
  const [other] = parseMounts(Buffer.from(line('bücher')));
  expect([other?.path, other?.place]).toEqual(['/srv/bücher', '/srv/bücher']);
});
