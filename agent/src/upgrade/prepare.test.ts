import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type AgentPackage, packageKeyPin, signIndex } from '@watchcase/protocol/light';
import { type ServedPaths, servePaths, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepareVersion } from './prepare.ts';

const OWN = '0.2.0';
const NEXT = '0.3.0';
const { privateKey: key } = generateKeyPairSync('ed25519');
const { privateKey: anotherKey } = generateKeyPairSync('ed25519');

let folder: ReturnType<typeof temporaryFolder>;
let home: string;
/** The collector, or whoever stands in its place. */
let server: ServedPaths;
beforeEach(async () => {
  folder = temporaryFolder();
  home = join(folder.path, 'home');
  mkdirSync(join(home, 'versions', OWN), { recursive: true });
  server = await servePaths();
});
afterEach(() => {
  server.close();
  folder[Symbol.dispose]();
});

/** A package whose program says that it is `says`. */
function packed(says: string, version = NEXT): Buffer {
  const root = join(folder.path, 'packed/watchcase-agent');
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'VERSION'), `${version}\n`);
  writeFileSync(join(root, 'bin/watchcase-agent'), `#!/bin/sh\n${says}\n`, { mode: 0o755 });
  const file = join(folder.path, 'package.tar.gz');
  execFileSync('tar', ['-czf', file, '-C', join(folder.path, 'packed'), 'watchcase-agent']);
  return readFileSync(file);
}

function entryOf(file: Buffer, version = NEXT): AgentPackage {
  const sha256 = createHash('sha256').update(file).digest('hex');
  const name = `watchcase-agent_${version}_linux-x64.tar.gz`;
  return { file: name, version, platform: 'linux-x64', bytes: file.length, sha256 };
}

function serve(file: Buffer, entry = entryOf(file), signer = key): void {
  server.paths.set('/packages/index.json', signIndex([entry], signer));
  server.paths.set(`/packages/${entry.file}`, file);
}

const prepare = (version = NEXT) =>
  prepareVersion({
    version,
    own: OWN,
    place: { home, platform: 'linux-x64' },
    url: server.url,
    packageKey: packageKeyPin(key),
    authority: undefined,
  });
const versions = () => readdirSync(join(home, 'versions'));
const sound = `echo ${NEXT}`;

it('a package as the collector signed it lies beside the version that runs', async () => {
  serve(packed(sound));
  expect(await prepare()).toBe(join(home, 'versions', NEXT));
  expect(readFileSync(join(home, 'versions', NEXT, 'PLATFORM'), 'utf8')).toBe('linux-x64\n');
  expect(existsSync(join(home, 'current'))).toBe(false);
});

it('so does one with filling behind its end, which tar does not read', async () => {
  serve(gzipSync(Buffer.concat([gunzipSync(packed(sound)), Buffer.alloc(4_000_000)])));
  expect(await prepare()).toBe(join(home, 'versions', NEXT));
});

it('the version that runs is nothing to be done', async () => {
  serve(packed(sound));
  expect(await prepare(OWN)).toBeUndefined();
});

/** The same bytes but for one. */
function spoilt(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  copy[copy.length - 9] = (copy[copy.length - 9] ?? 0) ^ 1;
  return copy;
}

const refusals: readonly [string, () => void, string, RegExp][] = [
  [
    'a package that was changed on its way',
    () => serve(spoilt(packed(sound)), entryOf(packed(sound))),
    'UPGRADE_PACKAGE_CHANGED',
    /changed on its way/,
  ],
  [
    'another package in its place, longer',
    () => serve(Buffer.concat([packed(sound), Buffer.alloc(9)]), entryOf(packed(sound))),
    'UPGRADE_NOT_FETCHED',
    /longer than it may be/,
  ],
  [
    'a shorter one',
    () => serve(packed(sound).subarray(0, 60), entryOf(packed(sound))),
    'UPGRADE_PACKAGE_CHANGED',
    /not the one that the signed index names/,
  ],
  [
    'an index of another key',
    () => serve(packed(sound), entryOf(packed(sound)), anotherKey),
    'UPGRADE_INDEX_REFUSED',
    /another key than the one this host’s token has named/,
  ],
  [
    'an index that names another sum than was signed',
    () => {
      const file = packed(sound);
      serve(file);
      const { sha256 } = entryOf(file);
      const index = String(server.paths.get('/packages/index.json'));
      server.paths.set(
        '/packages/index.json',
        index.replace(sha256, sha256.replace(/^./, '0').replace(/.$/, 'f')),
      );
    },
    'UPGRADE_INDEX_REFUSED',
    /signature of the packages is wrong/,
  ],
  [
    'a page of somebody else',
    () => server.paths.set('/packages/index.json', '<html></html>'),
    'UPGRADE_INDEX_REFUSED',
    /not the index/,
  ],
  ['nothing at all', () => undefined, 'UPGRADE_NOT_FETCHED', /HTTP 404/],
  [
    'an old version that goes by the new one’s name',
    () => serve(packed('echo 0.1.0')),
    'UPGRADE_DOES_NOT_START',
    /says that it is 0\.1\.0/,
  ],
  [
    'a program that does not start here',
    () => serve(packed('echo "libatomic.so.1: cannot open" >&2; exit 127')),
    'UPGRADE_DOES_NOT_START',
    /libatomic/,
  ],
  ['one that breaks off', () => serve(packed(sound).subarray(0, -40)), 'UPGRADE_NOT_UNPACKED', /tar ended/],
  ['what is no archive', () => serve(Buffer.from('x'.repeat(99))), 'UPGRADE_NOT_UNPACKED', /tar ended/],
];

it.each(refusals)('%s is refused, and leaves nothing behind', async (_what, standIn, code, words) => {
  standIn();
  await expect(prepare()).rejects.toMatchObject({
    faults: [{ code, message: expect.stringMatching(words) as string }],
  });
  expect(versions()).toEqual([OWN]);
});

it('an older version is refused before anything is fetched', async () => {
  serve(packed('echo 0.1.9', '0.1.9'), entryOf(packed('echo 0.1.9', '0.1.9'), '0.1.9'));
  await expect(prepare('0.1.9')).rejects.toMatchObject({ faults: [{ code: 'UPGRADE_OLDER' }] });
  expect(versions()).toEqual([OWN]);
});
