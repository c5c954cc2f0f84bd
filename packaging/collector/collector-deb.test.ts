import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { configSchema } from '@watchcase/collector/config.ts';
import { parseConfig } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { freePort } from '../../test/harness/free-port.ts';
import { launch } from '../../test/harness/program.ts';
import { stageFiles } from '../packed-file.ts';
import { collectorFiles } from './collector-files.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const files = collectorFiles(root);

it('has no test, no source of the console, and nothing outside its places', () => {
  const paths = files.map(({ path }) => path);
  expect(
    paths.filter((path) =>
      /\.test\.|testkit|\/console\/src|vitest|typescript\/|\/cases\/.*\.yaml|\/cases\/.*\/proc\//.test(path),
    ),
  ).toEqual([]);
  const places =
    /^\/(?:usr\/lib\/watchcase\/|usr\/share\/doc\/watchcase\/|usr\/bin\/watchcase$|usr\/lib\/systemd\/system\/watchcase\.service$|etc\/watchcase\/watchcase\.yaml$)/;
  expect(paths.filter((path) => !places.test(path))).toEqual([]);
});

it('runs where it lies without the checkout: the program, its libraries, the console and the agent beside it', async () => {
  using folder = temporaryFolder();
  const its = join(folder.path, 'root');
  mkdirSync(its);
  stageFiles(files, its);
  const launcher = readFileSync(join(its, 'usr/bin/watchcase'), 'utf8').replaceAll(
    '/usr/lib/',
    `${its}/usr/lib/`,
  );
  writeFileSync(join(folder.path, 'watchcase'), launcher, { mode: 0o755 });
  const watchcase = join(folder.path, 'watchcase');
  const conf = join(its, 'etc/watchcase/watchcase.yaml');
  expect((await run(watchcase, ['config', 'check', '--config', conf])).stdout).toContain('no faults');
  const [http, mqtt, data] = [await freePort(), await freePort(), join(folder.path, 'data')];
  const program = launch({
    name: 'watchcase',
    command: watchcase,
    args: ['start', '--data', data, '--http-port', String(http), '--mqtt-port', String(mqtt)],
  });
  try {
    const url = `http://127.0.0.1:${http}`;
    const patient = { timeoutMs: 90_000 };
    await eventually(async () => (await fetch(`${url}/readyz`)).ok, patient);
    expect(await (await fetch(url)).text()).toContain('<script');
    await eventually(() => existsSync(join(data, 'agent/credential.json')), patient);
  } finally {
    await program.end('SIGTERM');
  }
}, 200_000);

describeWith('systemd-analyze', 'its unit', () => {
  it('is as closed as systemd can see', () => {
    using folder = temporaryFolder();
    const unit = join(folder.path, 'watchcase.service');
    const file = files.find(({ path }) => path.endsWith('watchcase.service'));
    writeFileSync(unit, file !== undefined && 'text' in file ? file.text : '');
    const closed = ['security', '--offline=true', '--threshold=20', unit];
    expect(() => execFileSync('systemd-analyze', closed, { stdio: 'pipe' })).not.toThrow();
  });
});

it('its config as installed is one', () => {
  const file = files.find(({ path }) => path === '/etc/watchcase/watchcase.yaml');
  const text = file !== undefined && 'text' in file ? file.text : '';
  expect(parseConfig(configSchema, { name: 'installed', text, env: {} }).backup?.folder).toBe(
    '/var/backups/watchcase',
  );
});
