import { readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type HostDetail, type Rollout } from '@watchcase/api';
import { type Layout, layoutId, SLOW_DOWN_SERIES, UPGRADES_SERIES } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packAgent, placeAgent } from '../harness/agent-package.ts';
import { type Collector, collectorCommand, launch, type Program, startCollector } from '../harness/index.ts';
import { type Credential, type RawAgent, startRawAgent } from './raw-agent.ts';

const OLD = '0.1.0';
const BAD = '0.9.2';
const GOOD = '0.9.3';
const PATIENT = { timeoutMs: 150_000 };
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    {
      measurement: UPGRADES_SERIES.measurement,
      tags: {},
      fields: [
        [SLOW_DOWN_SERIES.field, 'none'],
        [UPGRADES_SERIES.field, 'none'],
      ],
    },
  ],
};
const layout: Layout = { id: layoutId(content), ...content };

interface RealAgent {
  home: string;
  state: string;
  run: Program;
}

let collector: Collector;
const folder = temporaryFolder();
const real: RealAgent[] = [];
const played: RawAgent[] = [];

beforeAll(async () => {
  collector = await startCollector({
    config: { upgrades: { enabled: true, settle: '1s', away: '60s', answer: '5m' } },
  });
  const packages = join(folder.path, 'packages');
  const old = await packAgent(packages, OLD);
  for (const file of [await packAgent(packages, BAD, 'ends at once'), await packAgent(packages, GOOD)])
    expect((await watchcase('add', file)).code).toBe(0);
  await Promise.all([1, 2, 3].map((number) => addReal(number, old)));
  for (let number = 1; number <= 20; number++) await addPlayed(number);
  await eventually(async () => (await hosts()).every((one) => one.presence === 'online'), PATIENT);
}, 120_000);

afterAll(async () => {
  for (const one of played) await one.stop();
  for (const { run } of real) await run.end('SIGTERM');
  await collector.stop();
  folder[Symbol.dispose]();
});

async function watchcase(...words: string[]) {
  const { command, main } = collectorCommand;
  const program = launch({
    name: 'watchcase',
    command,
    args: [main, 'packages', ...words, '--data', collector.data],
  });
  return { code: await program.ended, output: program.output() };
}

async function addReal(number: number, file: string): Promise<void> {
  const at = join(folder.path, `real-${number}`);
  const [home, state] = [join(at, 'watchcase-agent'), join(at, 'state')];
  const program = placeAgent(home, file, OLD);
  const token = await collector.newToken({ customer: 'acme' });
  const enrolling = launch({
    name: 'enrol',
    command: program,
    args: ['enrol', '--url', collector.url, '--token', token, '--id', `real-${number}`, '--state', state],
  });
  expect(await enrolling.ended, enrolling.output()).toBe(0);
  writeFileSync(
    join(state, 'agent.yaml'),
    stringify({ interval: '1s', upgrade: { enabled: true, connectWithin: '30s' } }),
  );
  real.push({
    home,
    state,
    run: launch({ name: 'agent', command: program, args: ['run', '--state', state] }),
  });
}

async function addPlayed(number: number): Promise<void> {
  const body = { token: await collector.newToken({ customer: 'acme' }), name: `played-${number}` };
  const credential = await collector.api<Credential>('/enrol', { method: 'POST', body });
  const agent = startRawAgent(credential, `mqtt://127.0.0.1:${collector.mqttPort}`, layout, {
    version: OLD,
    platform: 'linux 6.1.0 x64',
    onOrder({ order, version }) {
      const data = { order, version, outcome: 'installed', code: '', reason: '' };
      agent.tell({ kind: 'upgrade', time: systemClock.now(), data });
      agent.become(version);
    },
  });
  agent.read(systemClock.now(), [1, 1]);
  played.push(agent);
}

const hosts = async () => (await collector.api<{ items: HostDetail[] }>('/api/v1/hosts?limit=100')).items;
const newest = async () =>
  (await collector.api<{ items: Rollout[] }>('/api/v1/rollouts')).items[0] as Rollout;
const ended = () =>
  eventually(async () => {
    const rollout = await newest();
    return rollout.state === 'running' ? undefined : rollout;
  }, PATIENT);

/** As the agent itself knows them, and as the collector has committed them. */
function cursorsOf({ state }: RealAgent, id: string) {
  const read = (file: string, query: string, ...values: string[]) => {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(query).all(...values) as { epoch: number; seq: number }[];
    } finally {
      database.close();
    }
  };
  const own = read(join(state, 'outbox.db'), 'select epoch, last_seq as seq from epoch order by epoch');
  const known = read(
    join(collector.data, 'watchcase.db'),
    'select epoch, seq from epochs where host_id = ? order by epoch',
    id,
  );
  return { own, known: known.filter(({ epoch }) => own.some((one) => one.epoch === epoch)) };
}

it('a version that ends at once goes to one host, which goes back by itself', {
  timeout: 120_000,
}, async () => {
  expect(await watchcase('roll-out', BAD, '--first', 'acme.real-1')).toMatchObject({ code: 0 });
  const rollout = await ended();
  expect(rollout).toMatchObject({
    state: 'stopped',
    stage: 'first',
    hosts: [{ host: 'acme.real-1', outcome: 'rolled-back', code: 'UPGRADE_ENDED', before: OLD }],
  });
  expect(rollout.reason).toContain(`${BAD} ended by itself (exit code 7)`);
  expect(collector.output()).toContain('ROLLOUT_STOPPED');
  expect((await watchcase('roll-outs')).output).toContain('acme.real-1: rolled-back UPGRADE_ENDED');
  const back = await eventually(async () => {
    const first = (await hosts()).find(({ id }) => id === 'acme.real-1');
    return first?.presence === 'online' ? first : undefined;
  }, PATIENT);
  expect(back).toMatchObject({ agentVersion: OLD });
});

it('a good one goes to one, then a tenth, then all; nothing is lost', { timeout: 300_000 }, async () => {
  expect(await watchcase('roll-out', GOOD, '--first', 'acme.real-2')).toMatchObject({ code: 0 });
  const rollout = await ended();
  expect(rollout, rollout.reason).toMatchObject({ state: 'done' });
  const counted = (stage: string) => rollout.hosts.filter((one) => one.stage === stage).length;
  expect([counted('first'), counted('tenth'), counted('all')]).toEqual([1, 2, 20]);
  expect(rollout.hosts[0]?.host).toBe('acme.real-2');
  await eventually(
    async () => (await hosts()).every((one) => one.agentVersion === GOOD && one.presence === 'online'),
    PATIENT,
  );
  expect(played.map((one) => one.unacknowledged())).toEqual(played.map(() => 0));
  for (const [index, agent] of real.entries()) {
    expect(readlinkSync(join(agent.home, 'current'))).toBe(`versions/${GOOD}`);
    const status = JSON.parse(
      await outputOf(join(agent.home, 'current/bin/watchcase-agent'), [
        'status',
        '--json',
        '--state',
        agent.state,
      ]),
    ) as { pid: number; outbox: { droppedReadings: number; droppedEvents: number; backlogEpochs: number } };
    // The same process, whoever started it.
    expect(status.pid).toBe(agent.run.pid);
    expect(status.outbox).toMatchObject({ droppedReadings: 0, droppedEvents: 0, backlogEpochs: 0 });
    expect(await agent.run.end('SIGTERM')).toBe(0);
    const id = idOf(agent);
    await eventually(() => {
      const { own, known } = cursorsOf(agent, id);
      expect(own.length, `epochs of real agent ${index}`).toBeGreaterThan(0);
      expect(known).toEqual(own);
      return true;
    }, PATIENT);
  }
});

it('an older version, and one that nobody has a package of, are refused with words', {
  timeout: 90_000,
}, async () => {
  const refused = await watchcase('roll-out', OLD);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.output).toMatch(/^PACKAGE_NOT_HERE/);
  expect(
    (await watchcase('add', join(folder.path, 'packages', `watchcase-agent_${OLD}_linux-x64.tar.gz`))).code,
  ).toBe(0);
  expect((await watchcase('roll-out', OLD)).output).toMatch(/^ROLLOUT_OLDER .*agents do not go back/);
});

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const program = launch({ name: 'command', command, args });
  await program.ended;
  return program.output();
}

function idOf({ state }: RealAgent): string {
  return `acme.${state.split('/').at(-2)}`;
}
