import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { downTopic, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { type EndlessSender, endlessPackets } from '../test/harness/endless-packets.ts';
import { type Collector, startCollector } from '../test/harness/index.ts';
import { enrol } from '../test/scenarios/house.ts';
import { playedLayout } from '../test/scenarios/played-hosts.ts';
import { type Credential, type RawAgent, startRawAgent } from '../test/scenarios/raw-agent.ts';

const CLIENTS = 6;
const MOST_GROWTH_MIB = 50;
const MOST_P99_MS = 100;
const PATIENCE_MS = 20_000;
const pause = (ms: number) => new Promise<void>((resolve) => void systemClock.after(ms, resolve));

/** Six clients that send and never read, one kind of packet after the other; one line of JSON each. */
export async function runDeaf({ quick }: { quick: boolean }): Promise<boolean> {
  const collector = await startCollector();
  const witness = await enrol(collector, 'witness');
  const agent = startRawAgent(witness.credential, witness.mqttUrl, playedLayout);
  const senders: EndlessSender[] = [];
  for (let i = 0; i < CLIENTS; i++)
    senders.push(senderOf((await enrol(collector, `deaf${i}`)).credential, collector.mqttPort));
  await answersOf(agent, 5);
  let sound = true;
  for (const kind of [undefined, ...Object.keys(endlessPackets)]) {
    const report = await measure({ collector, agent, senders, kind, answers: quick ? 50 : 300 });
    process.stdout.write(`${JSON.stringify(report)}\n`);
    sound &&= report.growthMiB < MOST_GROWTH_MIB && report.answerP99Ms < MOST_P99_MS;
  }
  await agent.stop();
  await collector.stop();
  return sound;
}

function senderOf(credential: Credential, port: number): EndlessSender {
  const { username, password, shard } = credential;
  return {
    port,
    username,
    password,
    up: upTopic(credential, shard, 'reading'),
    down: downTopic(credential, 'ack'),
  };
}

async function measure(of: {
  collector: Collector;
  agent: RawAgent;
  senders: readonly EndlessSender[];
  kind: string | undefined;
  answers: number;
}) {
  const { collector, agent, senders, kind, answers } = of;
  const before = residentMiB(collector.pid());
  let most = before;
  // A process of its own: it must not take the time of whoever measures.
  const flood =
    kind === undefined
      ? undefined
      : spawn(process.execPath, [fileURLToPath(new URL('./deaf/flood.ts', import.meta.url))], {
          env: { ...process.env, FLOOD: JSON.stringify({ senders, kind }) },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
  if (flood !== undefined) await once(flood.stdout, 'data');
  const times = await answersOf(agent, answers, () => {
    most = Math.max(most, residentMiB(collector.pid()));
  });
  flood?.kill();
  if (flood !== undefined) await once(flood, 'exit');
  return {
    bench: 'deaf',
    kind: kind ?? 'nobody',
    growthMiB: Math.round(most - before),
    answerP50Ms: Math.round(times[times.length >> 1] ?? PATIENCE_MS),
    answerP99Ms: Math.round(times[Math.floor(times.length * 0.99)] ?? PATIENCE_MS),
    answers: times.length,
  };
}

/** How long each of so many events waited for its acknowledgement, sorted, milliseconds. */
async function answersOf(
  agent: RawAgent,
  count: number,
  between = () => undefined as void,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const startedAt = systemClock.monotonic();
    agent.tell({ kind: 'inventory', time: systemClock.now(), data: {} });
    while (agent.unacknowledged() > 0 && systemClock.monotonic() - startedAt < PATIENCE_MS) await pause(1);
    times.push(systemClock.monotonic() - startedAt);
    between();
    await pause(20);
  }
  return times.toSorted((a, b) => a - b);
}

function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
