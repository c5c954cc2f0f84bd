import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LIMITS } from '@watchcase/protocol';
import { eventually, processesWith } from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../../test/harness/index.ts';
import { commandLine, type Ended } from './command-line.ts';

/** For what a busy machine takes long to start. */
const PATIENT = { timeoutMs: 60_000 };
const { state, launch, withState, run } = commandLine();

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

  async function joinAs(name: string): Promise<void> {
    expect(await enrol(collector.url, name)).toMatchObject({ code: 0, err: '' });
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
    unread: { name: string; job: string | null; reason: string }[];
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
    await joinAs('runner');
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
      return status.outbox.messages <= LIMITS.answerReadings;
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
    await joinAs('keeper');
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

  it('tells why a watched backup cannot be read, and that it can be again', async () => {
    await joinAs('watcher');
    const folder = join(state(), 'dumps');
    mkdirSync(state(), { recursive: true });
    const options = { patterns: [`${folder}/*.dump`] };
    const backups = [{ job: 'erp', tool: 'files', interval: '15s', options }];
    writeFileSync(join(state(), 'agent.yaml'), JSON.stringify({ interval: '15s', backups }));
    start();
    await connected();
    const unread = async () => (await host('default.watcher')).unread;
    const patience = { timeoutMs: 120_000 };
    const [told] = await eventually(async () => {
      const list = await unread();
      return list.length > 0 ? list : undefined;
    }, patience);
    expect(told).toMatchObject({ name: 'backup erp (files)', job: 'erp' });
    expect(told?.reason).toContain('BACKUP_FOLDER_UNREADABLE');
    mkdirSync(folder);
    await eventually(async () => (await unread()).length === 0, patience);
  });

  it('takes a changed config into service, and keeps the old one when the new one is bad', async () => {
    await joinAs('changer');
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
    const refusal = async () => {
      const { code, out } = await run('status');
      const { series } = await host('default.changer');
      return { code, out, series: series.find(({ key }) => key === 'internal_agent.config_refused')?.value };
    };
    // The collector may know before the agent's status file is written again.
    const told = /config +a newer one was refused .*\n +CONFIG_INVALID \S+agent.yaml:1:1/;
    const refused = { code: 1, series: 1, out: expect.stringMatching(told) };
    await eventually(async () => expect(await refusal()).toMatchObject(refused), PATIENT);

    writeFileSync(file, only('system'));
    await eventually(async () => (await measurements()).has('system'), PATIENT);
    expect((await measurements()).has('mem')).toBe(false);
    await connected();
    await eventually(async () => expect(await refusal()).toMatchObject({ code: 0, series: 0 }), PATIENT);
  });

  it('heeds SIGHUP while it starts, and checks a config again whose check was killed', async () => {
    await joinAs('starter');
    const pipe = writeSlowConfig();
    const tell = () => spawn('sh', ['-c', `echo geheim > ${pipe}`]);
    const agent = start();
    await eventually(() => checking() > 0, PATIENT);
    agent.child.kill('SIGHUP');
    tell();
    await eventually(() => agent.text.err.includes('"running"'), PATIENT);
    await eventually(() => checking() > 0, PATIENT);
    process.kill(checking(), 'SIGKILL');
    await eventually(() => agent.text.err.includes('CONFIG_NOT_CHECKED'), PATIENT);
    tell();
    await eventually(() => agent.text.err.includes('the new config is in service'), PATIENT);
  });

  it('ends at once, and with it the process that checks, when told to while it starts', async () => {
    await joinAs('quitter');
    const pipe = writeSlowConfig();
    const agent = start();
    // It can be opened like this once that process reads it.
    const writer = await eventually(() => openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK), PATIENT);
    try {
      expect(checking()).not.toBe(0);
      agent.child.kill('SIGTERM');
      expect(await agent.ended).toMatchObject({ code: 0, err: '' });
      await eventually(() => expect(checking()).toBe(0), PATIENT);
    } finally {
      closeSync(writer);
    }
  });

  /** Whoever checks this config waits for a password on the pipe that it gives. */
  function writeSlowConfig(): string {
    const pipe = join(state(), 'password');
    spawnSync('mkfifo', [pipe]);
    const backup = `{ job: a, tool: restic, options: { repository: /srv, password: "file:${pipe}" } }`;
    writeFileSync(join(state(), 'agent.yaml'), `backups: [${backup}]\n`);
    return pipe;
  }

  /** Number of the process that checks the config; 0 when there is none. */
  function checking(): number {
    return processesWith(`config checked --state ${state()}`)[0] ?? 0;
  }

  it('sends after an outage what it read meanwhile, and loses nothing', async () => {
    await joinAs('patient');
    writeFileSync(join(state(), 'agent.yaml'), 'interval: 1s\n');
    start();
    await connected();
    const status = async () =>
      JSON.parse((await run('status', '--json')).out) as {
        connection: { state: string };
        outbox: { messages: number; droppedReadings: number };
      };
    await collector.kill();
    await eventually(async () => (await status()).outbox.messages >= 12, PATIENT);
    expect((await status()).connection.state).toBe('connecting');
    await collector.restart();
    // A few live readings always wait for the answer that covers several.
    await eventually(async () => (await status()).outbox.messages <= LIMITS.answerReadings, PATIENT);
    expect((await status()).outbox.droppedReadings).toBe(0);
  });
});
