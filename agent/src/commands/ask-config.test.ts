import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Secret, systemClock } from '@watchcase/runtime';
import { eventually, processesWith, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { askConfig } from './ask-config.ts';
import { loadConfig } from './config.ts';
import { createFingerprint } from './fingerprint.ts';
import type { CommandNeeds } from './needs.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const needs = (env: CommandNeeds['env']): CommandNeeds => ({
  version: '1.2.3',
  env,
  userId: 0,
  program: [process.execPath, '--disable-warning=ExperimentalWarning', main],
  clock: systemClock,
  print: () => undefined,
  complain: () => undefined,
  readInput: () => Promise.resolve(''),
  withCallersUmask: (work) => work(),
  onSignal: () => () => undefined,
  inherited: () => ({ files: [], ignored: [] }),
  endBy: () => undefined,
});
const ask = (state: string, env: CommandNeeds['env'] = {}, ended = new AbortController().signal) =>
  askConfig({ ...noFlags, state }, needs(env), ended);
const noFlags = {
  force: false,
  json: false,
  failed: false,
  'report-stdout': false,
  'skip-if-running': false,
  wait: false,
};

it('writes the first config and gives the defaults', async () => {
  using folder = temporaryFolder();
  const { file, config } = await ask(folder.path);
  expect(file).toBe(join(folder.path, 'agent.yaml'));
  expect(readFileSync(file ?? '', 'utf8')).toContain('every setting with its default');
  expect(config).toEqual(loadConfig(file, needs({}), () => undefined));
});

it('gives settings of the environment, a secret as a secret', async () => {
  using folder = temporaryFolder();
  const backup = '{ job: a, tool: restic, options: { repository: /srv, password: "env:RESTIC" } }';
  writeFileSync(join(folder.path, 'agent.yaml'), `interval: 20s\nbackups: [${backup}]\n`);
  const { config } = await ask(folder.path, { RESTIC: 'geheim' });
  expect(config.interval).toBe(20_000);
  const [{ options } = { options: {} }] = config.backups as { options: { password?: Secret } }[];
  expect(options.password).toBeInstanceOf(Secret);
  expect(options.password?.reveal()).toBe('geheim');
});

it('rejects with the very faults that checking here would throw', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'agent.yaml');
  writeFileSync(file, 'interval: soon\nprobes: { cpuu: {} }\n');
  const here = () => loadConfig(file, needs({}), () => undefined);
  expect(here).toThrow(/CONFIG_INVALID.*\n?.*CONFIG_UNKNOWN_KEY|CONFIG_UNKNOWN_KEY.*\n?.*CONFIG_INVALID/s);
  const away = await ask(folder.path).catch((error: unknown) => error as Error);
  let message = '';
  try {
    here();
  } catch (error) {
    ({ message } = error as Error);
  }
  expect((away as Error).message).toBe(message);
});

it('says so when the process that checks cannot', async () => {
  using folder = temporaryFolder();
  await expect(ask(folder.path, { NODE_OPTIONS: '--no-such-option' })).rejects.toMatchObject({
    code: 'CONFIG_NOT_CHECKED',
    message: expect.stringContaining('--no-such-option') as unknown,
  });
});

it('gives the hash of the text that was read', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'agent.yaml');
  writeFileSync(file, 'interval: 20s # café\n');
  expect((await ask(folder.path)).hash).toBe(createFingerprint(file)());
});

it('takes an answer that is longer than a pipe holds', async () => {
  using folder = temporaryFolder();
  const urls = Array.from({ length: 4000 }, (_, i) => `http://127.0.0.1:1/${'x'.repeat(100)}/${i}`);
  const probes = { http_response: { watch: urls.map((url) => ({ url })) } };
  writeFileSync(join(folder.path, 'agent.yaml'), JSON.stringify({ probes }));
  const { config } = await ask(folder.path);
  expect(JSON.stringify(config).split('http://127.0.0.1:1/')).toHaveLength(urls.length + 1);
});

it('ends the process that checks when the agent is to end, though it hangs', async () => {
  using folder = temporaryFolder();
  const pipe = join(folder.path, 'fifo');
  execFileSync('mkfifo', [pipe]);
  const backup = `{ job: a, tool: restic, options: { repository: /srv, password: "file:${pipe}" } }`;
  writeFileSync(join(folder.path, 'agent.yaml'), `backups: [${backup}]\n`);
  const ended = new AbortController();
  const asked = ask(folder.path, {}, ended.signal).catch((error: unknown) => error);
  const running = () => processesWith(`config checked --state ${folder.path}`);
  // Only where somebody reads can it be opened like this: the process hears of SIGTERM by then, and will not heed it.
  const writer = await eventually(() => openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
  try {
    expect(running()).toHaveLength(1);
    ended.abort();
    expect(await asked).toMatchObject({ code: 'CONFIG_NOT_CHECKED' });
    await eventually(() => expect(running()).toEqual([]));
  } finally {
    closeSync(writer);
  }
  const late = await ask(folder.path, {}, ended.signal).catch((error: unknown) => error);
  expect(late).toMatchObject({ code: 'CONFIG_NOT_CHECKED' });
  expect(running()).toEqual([]);
});

it('says which names are old ones', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'agent.yaml');
  writeFileSync(file, 'probes: { disk: { mount_points: [/srv] } }\n');
  const { config, warnings } = await ask(folder.path);
  expect(config.probes).toMatchObject({ disk: { mountPoints: ['/srv'] } });
  expect(warnings).toMatchObject([{ code: 'CONFIG_OLD_NAME', place: `${file}:1:19` }]);
});
