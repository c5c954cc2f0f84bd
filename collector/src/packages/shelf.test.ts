import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { openPackages, shelfIn } from './index.ts';

let root: string;
const at = (...path: string[]) => join(root, ...path);
const NAME = 'watchcase-agent_0.3.0_linux-x64.tar.gz';

beforeEach(() => {
  const folder = temporaryFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  root = folder.path;
  mkdirSync(at('made'));
  mkdirSync(at('made-anew'));
  writeFileSync(at('made', NAME), 'bytes');
  writeFileSync(at('made-anew', NAME), 'other bytes');
});

it('keeps what was added, the newest first; the same again is the same, another of its name is refused', async () => {
  const shelf = shelfIn(at('packages'));
  await shelf.add(at('made', NAME), {});
  await shelf.add(at('made', NAME), {});
  writeFileSync(at('made', 'agent.tgz'), 'newer');
  await shelf.add(at('made', 'agent.tgz'), { version: '0.10.0', platform: 'linux-x64' });
  expect(shelfIn(at('packages')).list()).toMatchObject([
    { version: '0.10.0', file: 'watchcase-agent_0.10.0_linux-x64.tar.gz', bytes: 5 },
    { version: '0.3.0', file: NAME, platform: 'linux-x64' },
  ]);
  await expect(shelf.add(at('made-anew', NAME), {})).rejects.toThrow(/^PACKAGE_EXISTS /);
  await expect(shelf.add(at('made', 'agent.tgz'), {})).rejects.toThrow(
    /^PACKAGE_NAMELESS .*--package-version/,
  );
  await expect(shelf.add(at('nowhere', NAME), {})).rejects.toThrow(/^PACKAGE_UNREADABLE /);
});

it.each(['', '[{"file":"../secrets"}]', '{}'])('a list that reads %j is named', (text) => {
  mkdirSync(at('packages'));
  writeFileSync(at('packages', 'list.json'), text);
  expect(() => shelfIn(at('packages')).list()).toThrow(/^DATA_FOLDER_UNUSABLE .*list\.json: /);
});

it('what was changed or is gone on the shelf is not given away', async () => {
  await shelfIn(at('packages')).add(at('made', NAME), {});
  const packages = openPackages({
    folder: at('packages'),
    bundle: { platforms: () => [], fileOf: () => '', package: () => Promise.reject(new Error('none')) },
    key: generateKeyPairSync('ed25519').privateKey,
    log: createLog('test', 'silent'),
  });
  expect(await packages.path(NAME)).toBe(at('packages', NAME));
  writeFileSync(at('packages', NAME), 'BYTES');
  await expect(packages.path(NAME)).rejects.toThrow(/^PACKAGE_CHANGED /);
  rmSync(at('packages', NAME));
  await expect(packages.path(NAME)).rejects.toThrow(/^PACKAGE_CHANGED /);
  await expect(packages.path('watchcase-agent_9.9.9_linux-x64.tar.gz')).rejects.toThrow(/^PACKAGE_NOT_HERE /);
});
