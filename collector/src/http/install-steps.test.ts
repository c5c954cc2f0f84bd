import { execFile, execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageKeyPin, signIndex } from '@watchcase/protocol';
import { describeWith, programPath, type ServedPaths, servePaths, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { carefulCommand, installScript } from './install-script.ts';

const { privateKey: key } = generateKeyPairSync('ed25519');
const { privateKey: anotherKey } = generateKeyPairSync('ed25519');
const TOKEN = `secret~${packageKeyPin(key)}`;
const VERSION = '0.3.0';
/** It says which version it is, notes the token that it was shown, and is said to run already. */
const PROGRAM = `#!/bin/sh
case "$1" in
  --version) echo ${VERSION} ;;
  enrol) echo "$*" >>"$WATCHCASE_PREFIX/shown" && mkdir -p "$WATCHCASE_PREFIX/state" ;;
  status) echo '{ "running": true }' ;;
esac
`;

let folder: ReturnType<typeof temporaryFolder>;
/** The collector, or whoever stands in its place. */
let server: ServedPaths;
const at = (path: string) => join(folder.path, path);

beforeEach(async () => {
  folder = temporaryFolder();
  server = await servePaths();
});
afterEach(() => {
  server.close();
  folder[Symbol.dispose]();
});

/** Gives away a package, and an index of it that `signer` has signed; gives the index. */
function serve({ signer = key, version = VERSION } = {}): string {
  const root = at('packed/watchcase-agent');
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'VERSION'), `${version}\n`);
  writeFileSync(join(root, 'bin/watchcase-agent'), PROGRAM, { mode: 0o755 });
  execFileSync('tar', ['-czf', at('package'), '-C', at('packed'), 'watchcase-agent']);
  const bytes = readFileSync(at('package'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const platform = `linux-${process.arch}`;
  const file = `watchcase-agent_${version}_${platform}.tar.gz`;
  server.paths.set(`/packages/${file}`, bytes);
  return signIndex([{ file, version, platform, bytes: bytes.length, sha256 }], signer);
}

/** The package with one of its bytes changed. */
function spoilPackage(): void {
  for (const [path, body] of server.paths) {
    if (!path.startsWith('/packages/')) continue;
    const spoilt = Buffer.from(body as Buffer);
    spoilt[spoilt.length - 9] = (spoilt[spoilt.length - 9] ?? 0) ^ 1;
    server.paths.set(path, spoilt);
  }
}

/** A shell on a machine of which these are the programs. */
function shell(command: string, path = '/usr/bin:/bin'): Promise<{ code: number; text: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; text: string }>();
  const env = { PATH: path, HOME: folder.path, WATCHCASE_PREFIX: folder.path };
  execFile('/bin/sh', ['-c', command], { cwd: folder.path, env }, (error, out, err) =>
    resolve({ code: error === null ? 0 : Number(error.code), text: `${out}${err}` }),
  );
  return promise;
}

function install(index: string, words = TOKEN): Promise<{ code: number; text: string }> {
  writeFileSync(at('install'), installScript(server.url, index));
  return shell(`sh install ${words}`);
}

function expectUntouched(): void {
  expect(existsSync(at('shown'))).toBe(false);
  expect(existsSync(at('bin/watchcase-agent'))).toBe(false);
}

describeWith(['curl', 'openssl'], 'the script that a host runs', () => {
  it('installs what the key of its token has signed, shows the token then, and takes all of it off again', async () => {
    const { code, text } = await install(serve(), `${TOKEN} --name db1`);
    expect([code, text]).toEqual([0, expect.stringContaining(`agent ${VERSION} is in`)]);
    expect(text).not.toContain('not checked');
    expect(readFileSync(at('shown'), 'utf8')).toContain(`--token ${TOKEN} --state ${at('state')} --name db1`);
    expect(readlinkSync(at('watchcase-agent/current'))).toBe(`versions/${VERSION}`);
    expect((await install(serve(), '--uninstall')).code).toBe(0);
    const own = new Set(['install', 'package', 'packed', 'shown']);
    expect(readdirSync(folder.path).filter((name) => !own.has(name))).toEqual(['bin']);
    expect(readdirSync(at('bin'))).toEqual([]);
  });

  it.each([
    ['packages of another key', () => serve({ signer: anotherKey }), /signed by another key/],
    [
      'an index that names another sum than was signed',
      () => serve().replace(/"sha256":"./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? 1 : 0}`),
      /signature of the packages is wrong/,
    ],
    [
      'a package that was changed on its way',
      () => {
        const index = serve();
        spoilPackage();
        return index;
      },
      /another sha256.*changed on its way/,
    ],
    [
      'a version older than the one that is there',
      () => {
        mkdirSync(at('watchcase-agent/versions/0.10.0'), { recursive: true });
        mkdirSync(at('watchcase-agent/current'));
        writeFileSync(at('watchcase-agent/current/VERSION'), '0.10.0\n');
        return serve();
      },
      /0\.10\.0 is installed, which is newer than 0\.3\.0/,
    ],
  ])('refuses %s, with words, before it shows the token', async (_what, index, words) => {
    const { code, text } = await install(index());
    expect(text).toMatch(words);
    expect(text.toLowerCase()).toContain('nothing was changed');
    expect(code).toBe(1);
    expectUntouched();
  });
});

describeWith('busybox', 'the careful command, where there is nothing but busybox', () => {
  it('runs the script that the collector meant and no other, and takes the package that stands in it and no other', async () => {
    const index = serve();
    const script = installScript(server.url, index);
    const command = carefulCommand(server.url, TOKEN, createHash('sha256').update(script).digest('hex'));
    const programs = at('programs');
    mkdirSync(programs);
    execFileSync(programPath('busybox'), ['--install', '-s', programs]);
    server.paths.set('/install', `${script}\n`);
    expect(await shell(command, programs)).toMatchObject({
      code: 1,
      text: expect.stringMatching(/FAILED/) as string,
    });
    expectUntouched();

    server.paths.set('/install', script);
    const unspoilt = new Map(server.paths);
    spoilPackage();
    expect((await shell(command, programs)).text).toContain('another sha256');
    expectUntouched();

    for (const [path, body] of unspoilt) server.paths.set(path, body);
    const { code, text } = await shell(command, programs);
    expect([code, text]).toEqual([0, expect.stringContaining('that the packages are signed is not checked')]);
    expect(readFileSync(at('shown'), 'utf8')).toContain(TOKEN);
  });
});
