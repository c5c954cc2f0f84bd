import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isUserError, systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../../test/harness/index.ts';
import { runCommand } from '../src/commands/index.ts';
import type { CommandNeeds } from '../src/commands/needs.ts';

/** For what a busy machine takes long to start. */
const PATIENT = { timeoutMs: 60_000 };
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

let folder: ReturnType<typeof temporaryFolder>;
const state = () => join(folder.path, 'state');

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

function launch(args: readonly string[], input?: string) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder.path },
  });
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
  child.stdin?.end(input);
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, ...text }));
  return { child, text, ended };
}

const withState = (args: readonly string[]) => {
  const dashes = args.indexOf('--');
  const at = dashes === -1 ? args.length : dashes;
  return [...args.slice(0, at), '--state', state(), ...args.slice(at)];
};

/** Runs one command on the test's own state folder, within this process. */
async function run(...args: string[]): Promise<Ended> {
  const text = { out: '', err: '' };
  const needs: CommandNeeds = {
    version: '1.2.3',
    env: {},
    userId: 0,
    clock: systemClock,
    print: (line) => void (text.out += `${line}\n`),
    complain: (line) => void (text.err += `${line}\n`),
    onSignal: () => () => undefined,
  };
  try {
    return { code: await runCommand(withState(args), needs), ...text };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { code: 1, out: text.out, err: error.message };
  }
}

describe('the command line', () => {
  it('shows its help and version', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    for (const word of ['enrol', 'run', 'check', 'status', 'backup run', 'config sample'])
      expect(help.out).toContain(`watchcase-agent ${word}`);
    expect((await launch(['--version']).ended).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const wrong = await launch(['frobnicate']).ended;
    expect([wrong.code, wrong.out, wrong.err.split(' ')[0]]).toEqual([1, '', 'COMMAND_UNKNOWN']);
  });

  it.each([
    ['a command nobody knows', ['frobnicate'], 'COMMAND_UNKNOWN'],
    ['a name every object has', ['constructor'], 'COMMAND_UNKNOWN'],
    ['an option nobody knows', ['run', '--frobnicate'], 'OPTION_UNKNOWN'],
    ['enrolment without a token', ['enrol', '--url', 'http://127.0.0.1:9'], 'OPTION_MISSING'],
    [
      'an address of no known kind',
      ['enrol', '--url', 'ftp://x', '--token', 'x'.repeat(20)],
      'OPTION_INVALID',
    ],
    ['nobody there', ['enrol', '--url', 'http://127.0.0.1:9', '--token', 'x'.repeat(20)], 'COLLECTOR_AWAY'],
    [
      'no broker there',
      ['enrol', '--url', 'mqtt://127.0.0.1:9', '--token', 'x'.repeat(20)],
      'COLLECTOR_AWAY',
    ],
    ['a run before enrolment', ['run'], 'NOT_ENROLLED'],
    ['a backup without a name', ['backup', 'run', '--', 'true'], 'OPTION_MISSING'],
    ['a backup without a command', ['backup', 'run', '--job', 'x'], 'OPTION_MISSING'],
    ['a size that is no number', ['backup', 'report', '--job', 'x', '--size', 'big'], 'OPTION_INVALID'],
    ['a duration that is none', ['backup', 'report', '--job', 'x', '--duration', '90'], 'OPTION_INVALID'],
    ['a config that is not there', ['check', '--config', '/nowhere.yaml'], 'CONFIG_UNREADABLE'],
  ])('answers %s with a code and ends with 1', async (_name, args, code) => {
    const { code: exit, err } = await run(...args);
    expect([exit, err.split(' ')[0]]).toEqual([1, code]);
  });
});

describe('the config', () => {
  it('has a sample that is itself without faults', async () => {
    const sample = await run('config', 'sample');
    const file = join(folder.path, 'agent.yaml');
    writeFileSync(file, sample.out);
    expect(await run('config', 'check', '--config', file)).toMatchObject({
      code: 0,
      out: `${file}: no faults\n`,
    });
    for (const key of ['interval: 15s', 'cpu:', 'backups:', 'maxMiB: 256']) expect(sample.out).toContain(key);
  });

  it('is told all its faults at once, each with its place', async () => {
    const file = join(folder.path, 'agent.yaml');
    writeFileSync(
      file,
      'interval: soon\nprobes:\n  cpu: { colour: red }\n  mem:\n    interval: 1ms\noutbox:\n  maxMiB: 0\n',
    );
    const { code, err } = await run('config', 'check', '--config', file);
    expect(code).toBe(1);
    const places = err
      .trim()
      .split('\n')
      .map((line) => `${line.split(' ')[0]} ${line.split(' ')[1]}`);
    expect(places.toSorted()).toEqual([
      `CONFIG_INVALID ${file}:1:1:`,
      `CONFIG_INVALID ${file}:5:5:`,
      `CONFIG_INVALID ${file}:7:3:`,
      `CONFIG_UNKNOWN_KEY ${file}:3:10:`,
    ]);
  });
});

describe('check', () => {
  it('reads this machine and shows every series with value and unit', async () => {
    const { code, out } = await run('check');
    expect(code).toBe(0);
    expect(out).toMatch(/mem\.used_percent +[\d.]+ %/);
    expect(out).toMatch(/everything can be read/);
    const findings = JSON.parse((await run('check', '--json')).out) as { name: string; series: unknown[] }[];
    expect(findings.find(({ name }) => name === 'mem')?.series.length).toBeGreaterThan(3);
  });

  it('ends with 1 and says why when something configured cannot be read', async () => {
    const file = join(folder.path, 'agent.yaml');
    const repository = join(folder.path, 'no-repository');
    writeFileSync(
      file,
      `backups:\n  - { job: erp, tool: restic, options: { repository: ${repository}, password: x } }\n`,
    );
    const { code, out } = await run('check', '--config', file);
    expect(code).toBe(1);
    expect(out).toMatch(/backup erp \(restic\).*\n {2}cannot be read: \S/);
  });
});

describe('backup run', () => {
  it.each([
    ['success', ['true'], 0],
    ['its own exit code', ['sh', '-c', 'exit 3'], 3],
    ['a signal', ['sh', '-c', 'kill -9 $$'], 137],
    ['a command that is not there', ['/nowhere/at/all'], 127],
    ['a file that is no program', ['/etc/passwd'], 126],
  ])('passes on %s', async (_name, command, code) => {
    expect((await run('backup', 'run', '--job', 'erp', '--', ...command)).code).toBe(code);
  });

  it('passes on output and input, whatever options the command has', async () => {
    const args = [
      'backup',
      'run',
      '--job',
      'erp',
      '--state',
      state(),
      '--',
      'sh',
      '-c',
      'cat; echo err >&2',
      '--help',
    ];
    const { code, out, err } = await launch(args, 'from stdin\n').ended;
    expect([code, out, err]).toEqual([0, 'from stdin\n', 'err\n']);
  });

  it('passes on signals and ends as the command does', async () => {
    const script = 'trap "echo stopping; exit 7" TERM; echo ready; while :; do sleep 0.05; done';
    const { child, text, ended } = launch([
      'backup',
      'run',
      '--job',
      'erp',
      '--state',
      state(),
      '--',
      'sh',
      '-c',
      script,
    ]);
    await eventually(() => text.out.includes('ready'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 7, out: 'ready\nstopping\n' });
  });

  it('does not wait for what the command left in the background', async () => {
    const { code } = await run('backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'sleep 60 & exit 4');
    expect(code).toBe(4);
  });

  it('never fails a backup because nothing can be reported', async () => {
    writeFileSync(join(folder.path, 'state'), 'a file, no folder');
    const { code, out, err } = await launch(
      withState(['backup', 'run', '--job', 'erp', '--', 'echo', 'done']),
    ).ended;
    expect([code, out]).toEqual([0, 'done\n']);
    expect(err).toContain('STATE_FOLDER_UNUSABLE');
    expect((await run('backup', 'report', '--job', 'erp')).code).toBe(1);
  });
});

describe('with a collector', { timeout: 180_000 }, () => {
  let collector: Collector;
  const agents: ReturnType<typeof launch>[] = [];

  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.stop());
  afterEach(async () => {
    for (const { child } of agents.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
  });

  async function enrol(url: string, name: string): Promise<Ended> {
    return run('enrol', '--url', url, '--token', await collector.newToken(), '--name', name);
  }

  function start() {
    const agent = launch(['run', '--state', state()]);
    agents.push(agent);
    return agent;
  }

  const connected = () => eventually(async () => (await run('status')).code === 0, PATIENT);

  interface Host {
    name: string;
    presence: string;
    series: { key: string; value: number | null }[];
  }
  const host = (id: string) => collector.api<Host>(`/api/v1/hosts/${id}`);

  it.each([
    ['HTTP', () => collector.url],
    ['MQTT', () => `mqtt://127.0.0.1:${collector.mqttPort}`],
  ])('enrols over %s, once, keeping the credential to itself', async (door, url) => {
    const name = `Door-${door}.example`;
    expect(await enrol(url(), name)).toMatchObject({ code: 0 });
    const file = join(state(), 'credential.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      username: `default/door-${door.toLowerCase()}-example`,
      mqttUrl: `mqtt://127.0.0.1:${collector.mqttPort}`,
      name,
    });
    expect((await enrol(url(), name)).err).toContain('ALREADY_ENROLLED');
    const before = readFileSync(file, 'utf8');
    expect((await run('enrol', '--url', url(), '--token', 'x'.repeat(20), '--force')).err).toContain(
      'ENROLMENT_TOKEN_INVALID',
    );
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('runs, reports, shows its state, and says goodbye within three seconds', async () => {
    await enrol(collector.url, 'runner');
    expect((await run('status')).code).toBe(1);
    const agent = start();
    await connected();
    expect(existsSync(join(state(), 'agent.yaml'))).toBe(true);
    const series = await eventually(async () => {
      const { series } = await host('default.runner');
      const read = series.some(({ key, value }) => key === 'mem.used_percent' && value !== null);
      return read ? series : undefined;
    }, PATIENT);
    expect(series.map(({ key }) => key)).toContain('internal_agent.dropped_readings');
    await eventually(async () => {
      const status = JSON.parse((await run('status', '--json')).out) as { outbox: { messages: number } };
      return status.outbox.messages === 0;
    }, PATIENT);
    const second = await launch(withState(['run'])).ended;
    expect([second.code, second.err.split(' ')[0]]).toEqual([1, 'STATE_FOLDER_IN_USE']);

    const from = process.hrtime.bigint();
    agent.child.kill('SIGTERM');
    expect((await agent.ended).code).toBe(0);
    expect(Number(process.hrtime.bigint() - from) / 1e9).toBeLessThan(3);
    expect(await run('status')).toMatchObject({ code: 1 });
  });

  it('hears of backups run on this host, before and while the agent runs', async () => {
    await enrol(collector.url, 'keeper');
    await run('backup', 'run', '--job', 'early', '--', 'sh', '-c', 'echo kept');
    start();
    await connected();
    await run('backup', 'run', '--job', 'erp', '--', 'sh', '-c', 'exit 3');
    await run('backup', 'report', '--job', 'pg', '--size', '1000', '--duration', '90s');
    const value = async (key: string) =>
      (await host('default.keeper')).series.find((one) => one.key === key)?.value;
    await eventually(async () => {
      expect(await value('backup_run.ok{job="early"}')).toBe(1);
      expect(await value('backup_run.ok{job="erp"}')).toBe(0);
      expect(await value('backup_run.size{job="pg"}')).toBe(1000);
      expect(await value('backup_run.duration{job="pg"}')).toBe(90);
      return true;
    }, PATIENT);
  });

  it('takes a changed config into service, and keeps the old one when the new one is bad', async () => {
    await enrol(collector.url, 'changer');
    mkdirSync(state(), { recursive: true });
    const file = join(state(), 'agent.yaml');
    const only = (probe: string) => {
      const all = ['cpu', 'disk', 'diskio', 'mem', 'net', 'processes', 'swap', 'system'];
      const off = all.filter((name) => name !== probe).map((name) => `  ${name}: { enabled: false }`);
      return ['interval: 1s', 'probes:', ...off].join('\n');
    };
    writeFileSync(file, only('mem'));
    const agent = start();
    const measurements = async () =>
      new Set((await host('default.changer')).series.map(({ key }) => key.split(/[.{]/)[0] ?? ''));
    await eventually(async () => (await measurements()).has('mem'), PATIENT);

    writeFileSync(file, 'interval: never');
    agent.child.kill('SIGHUP');
    await eventually(() => agent.text.err.includes('CONFIG_NOT_TAKEN'), PATIENT);
    expect(agent.text.err).toContain('agent.yaml:1:1');
    await connected();

    writeFileSync(file, only('system'));
    await eventually(async () => (await measurements()).has('system'), PATIENT);
    expect((await measurements()).has('mem')).toBe(false);
  });

  it('sends after an outage what it read meanwhile, and loses nothing', async () => {
    await enrol(collector.url, 'patient');
    writeFileSync(join(state(), 'agent.yaml'), 'interval: 1s\n');
    start();
    await connected();
    const status = async () =>
      JSON.parse((await run('status', '--json')).out) as {
        connection: { state: string };
        outbox: { messages: number; droppedReadings: number };
      };
    await collector.kill();
    await eventually(async () => (await status()).outbox.messages >= 4, PATIENT);
    expect((await status()).connection.state).toBe('connecting');
    await collector.restart();
    await eventually(async () => (await status()).outbox.messages === 0, PATIENT);
    expect((await status()).outbox.droppedReadings).toBe(0);
  });
});
