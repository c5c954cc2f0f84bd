import { type Layout, layoutId, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { type Credential, type RawAgent, startRawAgent } from '../scenarios/raw-agent.ts';
import { pause } from '../scenarios/pause.ts';

/** Hosts played by hand. */
export interface PlayedHosts {
  /** Those that are still there read so many times more. */
  goOn(times: number): Promise<void>;
  stop(): Promise<void>;
}

/** How busy each is, so that every band of a chart has somebody: percent idle, and percent of memory in use. */
const hosts = [
  { name: 'mes', idle: 60, memory: 50 },
  { name: 'lost', idle: 30, memory: 80 },
  { name: 'busy', idle: 10, memory: 95 },
  { name: 'full', idle: 2, memory: 80 },
] as const;
const LOST = 'lost';

const groups: Layout['groups'] = [
  {
    measurement: 'system',
    tags: {},
    fields: [
      ['uptime', 'seconds'],
      ['load1', 'none'],
      ['load15', 'none'],
      ['n_cpus', 'count'],
    ],
  },
  {
    measurement: 'disk',
    tags: { path: '/srv' },
    fields: [
      ['free', 'bytes'],
      ['used_percent', 'percent'],
      ['inodes_used_percent', 'percent'],
    ],
  },
  { measurement: 'cpu', tags: { cpu: 'cpu-total' }, fields: [['usage_idle', 'percent']] },
  { measurement: 'mem', tags: {}, fields: [['used_percent', 'percent']] },
  { measurement: 'systemd_units', tags: { name: 'erp.service' }, fields: [['active_code', 'none']] },
  {
    measurement: 'internal_agent',
    tags: {},
    fields: [
      ['dropped_readings', 'count'],
      ['uptime', 'seconds'],
    ],
  },
];
const content = { stream: '15s', intervalMs: 15_000, groups };
const layout: Layout = { id: layoutId(content), ...content };

/** What a host reads at the n-th time: its disk fills, it has booted in between, a service fails, readings are dropped. */
function valuesAt(n: number, { idle, memory }: { idle: number; memory: number }): number[] {
  const uptime = n < 3 ? 9000 + n * 15 : n * 15;
  return [uptime, 2, 2, 4, 1e9 - n * 1e7, 96 + n * 0.01, 40, idle, memory, 3, n * 5, n * 15];
}

/** Between two readings, milliseconds: they follow each other faster than they say. */
const PAUSE_MS = 2000;

/** Starts them: one goes without a word soon, the first gets another agent. */
export async function startPlayedHosts(
  enrol: (name: string) => Promise<{ credential: Credential; mqttUrl: string }>,
): Promise<PlayedHosts> {
  const played: { agent: RawAgent; credential: Credential; of: (typeof hosts)[number] }[] = [];
  for (const of of hosts) {
    const { credential, mqttUrl } = await enrol(of.name);
    played.push({ agent: startRawAgent(credential, mqttUrl, layout), credential, of });
  }
  let n = 0;
  const staying = () => played.filter(({ of }) => of.name !== LOST);
  const read = async (readers: typeof played) => {
    for (const { agent, of } of readers) agent.read(systemClock.now(), valuesAt(n, of));
    n++;
    await eventually(() => readers.every(({ agent }) => agent.unacknowledged() < 4), { timeoutMs: 20_000 });
    await pause(PAUSE_MS);
  };
  await read(played);
  await read(played);
  for (const { agent, of } of played) if (of.name === LOST) agent.drop();
  for (const { agent, credential } of played.slice(0, 1)) changeAgent(agent, credential);
  return {
    async goOn(times) {
      for (let i = 0; i < times; i++) await read(staying());
    },
    async stop() {
      for (const { agent } of staying()) await agent.stop();
    },
  };
}

function changeAgent(agent: RawAgent, { customer, host, shard }: Credential): void {
  const body = {
    session: agent.epoch + 1,
    state: 'online',
    time: systemClock.now(),
    reason: 'connected',
    epoch: agent.epoch,
  };
  const more = { intervalMs: 60_000, streams: [layout.stream], name: host, agent: 'raw/2', platform: 'test' };
  agent.client.publish(upTopic({ customer, host }, shard, 'presence'), JSON.stringify({ ...body, ...more }), {
    qos: 1,
    retain: true,
  });
  agent.client.publish(upTopic({ customer, host }, shard, 'event'), 'not an event', { qos: 1 });
}
