import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { addressIn, openDataFolder } from './data-folder.ts';

it('keeps its secrets over restarts, readable by the owner only', () => {
  using folder = temporaryFolder();
  const path = join(folder.path, 'data');
  const first = openDataFolder(path);
  first.release();
  const second = openDataFolder(path);
  second.release();
  expect(second.adminToken).toBe(first.adminToken);
  expect(readFileSync(join(path, 'admin-token'), 'utf8').trim()).toBe(first.adminToken);
  expect(statSync(join(path, 'admin-token')).mode & 0o777).toBe(0o600);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(first.adminToken).not.toBe(first.linkSecret);
});

it('refuses a second collector and says what to do', () => {
  using folder = temporaryFolder();
  const first = openDataFolder(folder.path);
  expect(() => openDataFolder(folder.path)).toThrow(/DATA_FOLDER_IN_USE .*--data DIR/);
  first.release();
  openDataFolder(folder.path).release();
});

it('is free again when its collector was killed', async () => {
  using folder = temporaryFolder();
  const module = fileURLToPath(new URL('./data-folder.ts', import.meta.url));
  const code = `import { openDataFolder } from ${JSON.stringify(module)}; openDataFolder(${JSON.stringify(folder.path)}); process.stdout.write('held'); process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  expect(() => openDataFolder(folder.path)).toThrow(/DATA_FOLDER_IN_USE/);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await eventually(() => {
    openDataFolder(folder.path).release();
    return true;
  });
});

it('does not go on with a secret that everybody knows', () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'link-secret'), '');
  expect(() => openDataFolder(folder.path)).toThrow(/DATA_FOLDER_UNUSABLE .*link-secret.*delete the file/);
});

it('remembers where its collector listens', () => {
  using folder = temporaryFolder();
  expect(addressIn(folder.path)).toBeUndefined();
  const opened = openDataFolder(folder.path);
  opened.announce('http://127.0.0.1:18080');
  opened.release();
  expect(addressIn(folder.path)).toBe('http://127.0.0.1:18080');
});
