import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { describe, expect, it } from 'vitest';
import type { PackedFile } from '../packed-file.ts';
import { buildDeb, type DebPackage } from './build-deb.ts';
import { buildRpm, type RpmPackage } from './build-rpm.ts';
import { buildTar } from './build-tar.ts';
import { buildZip } from './build-zip.ts';

const sourceDate = 1_790_000_000;
const software = {
  name: 'sample',
  version: '1.2.3',
  maintainer: 'Sample <sample@example.org>',
  summary: 'A sample',
  description: ['It says hello.', '', 'In two paragraphs.'],
};
const config: PackedFile = { path: '/etc/sample/sample.conf', text: 'loud = no\n', mode: 0o640 };

/** The same content from files that are made anew each time, before and after the source; one is empty. */
function contentIn(folder: string): PackedFile[] {
  const from = join(folder, 'hello');
  writeFileSync(from, '#!/bin/sh\necho 你好\n', { mode: 0o600 });
  utimesSync(from, 1_795_000_000, 1_795_000_000);
  writeFileSync(join(folder, 'empty'), '');
  return [
    { path: '/usr/lib/sample/hello', from, mode: 0o755 },
    { path: '/usr/lib/sample/empty', from: join(folder, 'empty') },
    { path: '/usr/bin/hello', linkTo: '../lib/sample/hello' },
    { path: '/var/lib/sample', folder: true, mode: 0o700 },
  ];
}

/** When the checkouts were made that packages are made of: before the commit, as a clone can look. */
const EARLIER = { one: 1_700_000_000, two: 1_780_000_000 };

/** Makes a package twice, in folders and under masks of their own, and gives its path and both sums. */
async function twice(make: (folder: string) => string | Promise<string>, folder: string) {
  const made: string[] = [];
  const before = process.umask();
  for (const [name, mask] of [
    ['one', 0o022],
    ['two', 0o077],
  ] as const) {
    const place = join(folder, name);
    mkdirSync(place);
    for (const file of ['hello', 'empty']) utimesSync(join(folder, file), EARLIER[name], EARLIER[name]);
    process.umask(mask);
    try {
      made.push(await make(place));
    } finally {
      process.umask(before);
    }
    expect(readdirSync(place).filter((left) => left.startsWith('.'))).toEqual([]);
  }
  const sums = made.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
  return { path: made[0] ?? '', sums };
}

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' });

describeWith('dpkg-deb', 'a package for dpkg', () => {
  const of = (folder: string): DebPackage => ({
    ...software,
    arch: 'amd64',
    depends: ['libc6 (>= 2.28)', 'adduser'],
    files: [...contentIn(folder), config],
    configFiles: [config.path],
    scripts: { postinst: '#!/bin/sh\nexit 0\n' },
  });

  it('is the same whenever and wherever it is made, and holds what it was given, as root’s', async () => {
    using folder = temporaryFolder();
    const content = of(folder.path);
    const { path, sums } = await twice(
      (place) => buildDeb(content, { folder: place, sourceDate, effort: 1 }),
      folder.path,
    );
    expect(basename(path)).toBe('sample_1.2.3_amd64.deb');
    expect(new Set(sums).size).toBe(1);
    expect(run('dpkg-deb', '--field', path, 'Depends', 'Installed-Size', 'Description')).toBe(
      'Depends: libc6 (>= 2.28), adduser\nInstalled-Size: 1\nDescription: A sample\n It says hello.\n .\n In two paragraphs.\n',
    );
    const listed = run('dpkg-deb', '--contents', path)
      .split('\n')
      .map((line) =>
        line
          .split(/\s+/)
          .filter((_word, index) => index !== 2 && index !== 3 && index !== 4)
          .join(' '),
      );
    expect(listed).toEqual(
      expect.arrayContaining([
        'drwxr-xr-x root/root ./usr/lib/sample/',
        '-rw-r--r-- root/root ./usr/lib/sample/empty',
        '-rwxr-xr-x root/root ./usr/lib/sample/hello',
        'lrwxrwxrwx root/root ./usr/bin/hello -> ../lib/sample/hello',
        '-rw-r----- root/root ./etc/sample/sample.conf',
        'drwx------ root/root ./var/lib/sample/',
      ]),
    );
    run('dpkg-deb', '--raw-extract', path, join(folder.path, 'out'));
    expect(readFileSync(join(folder.path, 'out/DEBIAN/conffiles'), 'utf8')).toBe('/etc/sample/sample.conf\n');
    expect(statSync(join(folder.path, 'out/DEBIAN/postinst')).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder.path, 'out/usr/lib/sample/hello')).mtimeMs).toBe(sourceDate * 1000);
    expect(run('sh', '-c', `cd ${folder.path}/out && md5sum -c DEBIAN/md5sums`)).toContain(
      'usr/lib/sample/hello: OK',
    );
  });

  it('is refused when two files have one path, or a path leads elsewhere', async () => {
    using folder = temporaryFolder();
    const place = { folder: folder.path, sourceDate };
    await expect(buildDeb({ ...of(folder.path), files: [config, config] }, place)).rejects.toThrow(
      'packed twice',
    );
    const astray: PackedFile = { path: '/etc/../root/x', text: '' };
    await expect(buildDeb({ ...of(folder.path), files: [astray] }, place)).rejects.toThrow(
      'no full, plain path',
    );
  });
});

describeWith('rpmbuild', 'a package for rpm', () => {
  it('is the same whenever and wherever it is made, for another processor too, and can be read by an old rpm', async () => {
    using folder = temporaryFolder();
    const of: RpmPackage = {
      ...software,
      arch: 'aarch64',
      license: 'Apache-2.0',
      requires: ['glibc >= 2.28'],
      files: contentIn(folder.path),
      scripts: { post: 'echo 100%' },
    };
    const { path, sums } = await twice(
      (place) => buildRpm(of, { folder: place, sourceDate, effort: 1 }),
      folder.path,
    );
    expect(basename(path)).toBe('sample-1.2.3.aarch64.rpm');
    expect(new Set(sums).size).toBe(1);
    const asked = run(
      'rpm',
      '-qp',
      '--qf',
      '%{ARCH} %{PAYLOADCOMPRESSOR} %{BUILDTIME} %{LICENSE}\n[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]',
      path,
    );
    expect(asked.trim().split('\n')).toEqual([
      `aarch64 xz ${sourceDate} Apache-2.0`,
      'lrwxrwxrwx root /usr/bin/hello',
      'drwxr-xr-x root /usr/lib/sample',
      '-rw-r--r-- root /usr/lib/sample/empty',
      '-rwxr-xr-x root /usr/lib/sample/hello',
      'drwx------ root /var/lib/sample',
    ]);
    expect(run('rpm', '-qp', '--requires', path)).toContain('glibc >= 2.28\n');
    expect(run('rpm', '-qp', '--scripts', path)).toContain('echo 100%');
  });
});

describe('an archive', () => {
  it('of tar is the same whenever and wherever it is made', async () => {
    using folder = temporaryFolder();
    const files = contentIn(folder.path);
    const { path, sums } = await twice(
      (place) => buildTar('sample.tar.gz', files, { folder: place, sourceDate }),
      folder.path,
    );
    expect(new Set(sums).size).toBe(1);
    const listed = run('tar', '--numeric-owner', '-tvzf', path).trim().split('\n');
    expect(
      listed.map((line) =>
        line
          .split(/\s+/)
          .filter((_word, index) => index !== 3 && index !== 4)
          .join(' '),
      ),
    ).toEqual([
      'drwxr-xr-x 0/0 0 usr/',
      'drwxr-xr-x 0/0 0 usr/bin/',
      'lrwxrwxrwx 0/0 0 usr/bin/hello -> ../lib/sample/hello',
      'drwxr-xr-x 0/0 0 usr/lib/',
      'drwxr-xr-x 0/0 0 usr/lib/sample/',
      '-rw-r--r-- 0/0 0 usr/lib/sample/empty',
      '-rwxr-xr-x 0/0 22 usr/lib/sample/hello',
      'drwxr-xr-x 0/0 0 var/',
      'drwxr-xr-x 0/0 0 var/lib/',
      'drwx------ 0/0 0 var/lib/sample/',
    ]);
  });
});

describeWith('busybox', 'an archive of zip', () => {
  it('is the same whenever and wherever it is made, and another program reads it', async () => {
    using folder = temporaryFolder();
    const files = [...contentIn(folder.path).slice(0, 1), config];
    const { path, sums } = await twice(
      (place) => buildZip('sample.zip', files, { folder: place, sourceDate }),
      folder.path,
    );
    expect(new Set(sums).size).toBe(1);
    const listed = run('busybox', 'unzip', '-l', path)
      .split('\n')
      .map((line) => line.trim().replaceAll(/\s+/g, ' '));
    expect(listed).toEqual(
      expect.arrayContaining([
        '10 09-21-2026 14:13 etc/sample/sample.conf',
        '22 09-21-2026 14:13 usr/lib/sample/hello',
      ]),
    );
    run('busybox', 'unzip', '-q', path, '-d', join(folder.path, 'out'));
    expect(readFileSync(join(folder.path, 'out/usr/lib/sample/hello'), 'utf8')).toContain('你好');
  });
});
