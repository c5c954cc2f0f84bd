import { mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probes } from '@watchcase/agent/probes/registry.generated.ts';
import { type HostDetail, type Rollout } from '@watchcase/api';
import type { Options } from '@watchcase/collector/commands/needs.ts';
import { packagesCommand } from '@watchcase/collector/commands/packages.ts';
import { type History, openHistory } from '@watchcase/collector/history/index.ts';
import { openSqliteStore, type Store } from '@watchcase/collector/store/index.ts';
import { type Layout, layoutId, SLOW_DOWN_SERIES, UPGRADES_SERIES } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRecord, recordOutbox } from '../../bench/chaos/outbox-record.ts';
import { packAgent, placeAgent } from '../harness/agent-package.ts';
import { type Collector, launch, type Program, startCollector } from '../harness/index.ts';
import { type Credential, type RawAgent, startRawAgent } from './raw-agent.ts';

const OLD = '0.1.0';
const BAD = '0.9.2';
const GOOD = '0.9.3';
const PATIENT = { timeoutMs: 150_000 };
const READ_MS = 1000;
const content: Omit<Layout, 'id'> = {
  stream: '1s',
  intervalMs: READ_MS,
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
/** Each reading of both kinds of hosts has this one. */
const EACH_READING = `${SLOW_DOWN_SERIES.measurement}.${SLOW_DOWN_SERIES.field}`;
/** One stream, and nothing that a busy machine is told of. */
const READ = new Set(['net', 'swap']);
const otherProbes = Object.keys(probes).filter((name) => !READ.has(name));

interface RealAgent {
  id: string;
  home: string;
  state: string;
  run: Program;
}

let collector: Collector;
const folder = temporaryFolder();
const real: RealAgent[] = [];
const played: { agent: RawAgent; times: number[] }[] = [];
let reading = systemClock.after(READ_MS, read);

beforeAll(async () => {
  const packages = join(folder.path, 'packages');
  const [old, bad, good] = await Promise.all([
    packAgent(packages, OLD),
    packAgent(packages, BAD, 'never connects'),
    packAgent(packages, GOOD),
  ]);
  collector = await startCollector({
    startMs: 100_000,
    config: { upgrades: { enabled: true, settle: '1s', away: '60s', answer: '5m' } },
  });
  for (const file of [old, bad, good]) await watchcase(['add', file]);
  await Promise.all([
    ...[1, 2, 3].map((number) => addReal(number, old)),
    ...Array.from({ length: 20 }, (_, index) => addPlayed(index + 1)),
  ]);
  await eventually(async () => {
    const known = await hosts();
    return known.length === 23 && known.every((one) => one.presence === 'online');
  }, PATIENT);
}, 240_000);

afterAll(async () => {
  reading.cancel();
  for (const { agent } of played) await agent.stop();
  for (const { run } of real) await run.end('SIGTERM');
  await collector.stop();
  folder[Symbol.dispose]();
});

/** Simulated hosts read all the while. */
function read(): void {
  reading = systemClock.after(READ_MS, read);
  const time = systemClock.now();
  for (const { agent, times } of played) {
    agent.read(time, [1, 1]);
    times.push(time);
  }
}

/** `watchcase packages …`; gives what it prints, rejects with what it refuses. */
async function watchcase(words: readonly string[], first?: string): Promise<string> {
  const printed: string[] = [];
  await packagesCommand(words, { data: collector.data, first } as Options, {
    version: OLD,
    env: {},
    print: (text) => void printed.push(text),
    isTerminal: false,
    ended: new Promise(() => undefined),
  });
  return printed.join('\n');
}

async function addReal(number: number, file: string): Promise<void> {
  const at = join(folder.path, `real-${number}`);
  const [home, state] = [join(at, 'watchcase-agent'), join(at, 'state')];
  const program = placeAgent(home, file, OLD);
  mkdirSync(state, { mode: 0o700 });
  recordOutbox(state);
  const token = await collector.newToken({ customer: 'acme' });
  const enrolling = launch({
    name: 'enrol',
    command: program,
    args: ['enrol', '--url', collector.url, '--token', token, '--id', `real-${number}`, '--state', state],
  });
  expect(await enrolling.ended, enrolling.output()).toBe(0);
  const config = {
    interval: '1s',
    probes: Object.fromEntries(otherProbes.map((name) => [name, { enabled: false }])),
    upgrade: { enabled: true, connectWithin: '10s' },
  };
  writeFileSync(join(state, 'agent.yaml'), stringify(config));
  const run = launch({ name: 'agent', command: program, args: ['run', '--state', state] });
  real.push({ id: `acme.real-${number}`, home, state, run });
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
  played.push({ agent, times: [] });
}

const hosts = async () => (await collector.api<{ items: HostDetail[] }>('/api/v1/hosts?limit=100')).items;
const ended = () =>
  eventually(async () => {
    const [newest] = (await collector.api<{ items: Rollout[] }>('/api/v1/rollouts')).items;
    return newest === undefined || newest.state === 'running' ? undefined : newest;
  }, PATIENT);

/** What the outbox of a real agent has numbered, by epoch. */
const numbered = ({ state }: RealAgent) => Map.groupBy(readRecord(state), ({ epoch }) => epoch);

it('a version that hosts have, and one that nobody has a package of, are refused with words', async () => {
  await expect(watchcase(['roll-out', '0.9.9'])).rejects.toThrow(/^PACKAGE_NOT_HERE/);
  await expect(watchcase(['roll-out', OLD])).rejects.toThrow(/^ROLLOUT_OLDER .*agents do not go back/);
});

it('a version that never connects goes to one host, which goes back by itself', {
  timeout: 120_000,
}, async () => {
  expect(await watchcase(['roll-out', BAD], 'acme.real-1')).toContain(`${BAD}  running, first`);
  const rollout = await ended();
  expect(rollout).toMatchObject({
    state: 'stopped',
    stage: 'first',
    hosts: [{ host: 'acme.real-1', outcome: 'rolled-back', code: 'UPGRADE_NOT_CONNECTED', before: OLD }],
  });
  expect(rollout.reason).toContain(`${BAD} did not connect within 10 s`);
  expect(collector.output()).toContain('ROLLOUT_STOPPED');
  expect(await watchcase(['roll-outs'])).toContain('acme.real-1: rolled-back UPGRADE_NOT_CONNECTED');
  const [first] = real.filter(({ id }) => id === 'acme.real-1') as [RealAgent];
  expect(readlinkSync(join(first.home, 'current'))).toBe(`versions/${OLD}`);
  await eventually(async () => {
    const known = await hosts();
    return known.every((one) => one.agentVersion === OLD && one.presence === 'online');
  }, PATIENT);
  // What the bad one measured and kept is counted at the end.
  const epochs = [...numbered(first).values()];
  const outcome = epochs.findIndex((of) => of.some(({ about }) => about === 'upgrade'));
  const itsOwn = (epochs[outcome - 1] ?? []).filter(({ kind }) => kind === 'reading');
  expect(itsOwn.length).toBeGreaterThan(3);
  expect(itsOwn[0]?.time).toBeGreaterThan(Date.parse(rollout.hosts[0]?.askedAt ?? ''));
});

it('a good one goes to one, then a tenth, then all; every number is committed, none twice', {
  timeout: 300_000,
}, async () => {
  await watchcase(['roll-out', GOOD], 'acme.real-2');
  const rollout = await ended();
  expect(rollout, rollout.reason).toMatchObject({ state: 'done' });
  const counted = (stage: string) => rollout.hosts.filter((one) => one.stage === stage).length;
  expect([counted('first'), counted('tenth'), counted('all')]).toEqual([1, 2, 20]);
  expect(rollout.hosts[0]?.host).toBe('acme.real-2');
  await eventually(
    async () => (await hosts()).every((one) => one.agentVersion === GOOD && one.presence === 'online'),
    PATIENT,
  );
  await silence();
  await collector.end();
  const store = await openSqliteStore(join(collector.data, 'watchcase.db'));
  const history = openHistory(
    join(collector.data, 'history.db'),
    { rawHours: 48, fiveMinuteDays: 30, hourDays: 400 },
    {
      tagsOf: () => ({ host: '', customer: '', site: '' }),
      clock: systemClock,
      log: createLog('upgrade', 'error'),
    },
  );
  for (const agent of real) {
    const readings = readRecord(agent.state).filter(({ kind }) => kind === 'reading');
    const lasts = [...numbered(agent)].map(([epoch, of]) => ({ epoch, seq: of.length }));
    const said = { times: readings.map(({ time }) => time), lasts };
    expect(await kept(agent.id, { store, history }), agent.id).toEqual(said);
    expect(said.times.length).toBeGreaterThan(10);
  }
  for (const { agent, times } of played) {
    const lasts = [{ epoch: agent.epoch, seq: times.length + 1 }];
    expect(await kept(agent.hostId, { store, history }), agent.hostId).toEqual({ times, lasts });
  }
  await history.close();
  await store.close();
});

/** Nobody reads any more, and all that was said is acknowledged. */
async function silence(): Promise<void> {
  reading.cancel();
  await eventually(() => played.every(({ agent }) => agent.unacknowledged() === 0), PATIENT);
  for (const { home, state, run } of real) {
    const asking = launch({
      name: 'status',
      command: join(home, 'current/bin/watchcase-agent'),
      args: ['status', '--json', '--state', state],
    });
    await asking.ended;
    expect(readlinkSync(join(home, 'current'))).toBe(`versions/${GOOD}`);
    // The same process, whoever started it.
    expect(JSON.parse(asking.output())).toMatchObject({
      pid: run.pid,
      outbox: { droppedReadings: 0, droppedEvents: 0, backlogEpochs: 0 },
    });
    expect(await run.end('SIGTERM')).toBe(0);
  }
}

/** When the readings were that the collector has of a host, and up to which number each epoch is committed. */
async function kept(id: string, { store, history }: { store: Store; history: History }) {
  const lasts = await store.db
    .selectFrom('epochs')
    .select(['epoch', 'seq'])
    .where('host_id', '=', id)
    .orderBy('epoch')
    .execute();
  const [series] = history.recent(id, [EACH_READING], 0);
  return { times: [...(series?.times ?? [])], lasts: lasts.filter(({ seq }) => seq > 0) };
}
