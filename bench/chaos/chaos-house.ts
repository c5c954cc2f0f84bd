import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseDetail, caseDetailSchema, caseListSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import {
  type Collector,
  launch,
  type Program,
  mountSmallDisk,
  type SmallDisk,
  startCollector,
  startVictoriaMetrics,
  startWebhook,
  type VictoriaMetrics,
  type Webhook,
} from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { type FleetBrokers, startBrokers } from '../fleet/brokers.ts';
import { seedHosts } from '../fleet/seed-hosts.ts';
import type { Script } from './script.ts';
import type { AgentsOptions } from './simulated-agents.ts';

/** Some simulated agents and the process they live in. */
export interface AgentGroup {
  options: AgentsOptions;
  program: Program;
}

/** All parts of the product with the script's hosts enrolled, their agents not yet started. */
export interface ChaosHouse {
  collector: Collector;
  brokers: FleetBrokers;
  victoria: VictoriaMetrics;
  webhook: Webhook;
  /** Where the collector's data folder is, and nothing else. */
  disk: SmallDisk;
  groups: AgentGroup[];
  /** Starts the agents; `base` is when the script begins, Unix milliseconds. */
  startAgents(base: number, groups: number): void;
  /** Every case in full, oldest first. */
  cases(): Promise<CaseDetail[]>;
  /** Messages the collector has not acknowledged, as the agents know it. */
  waiting(): number;
  stop(): Promise<void>;
}

const PAGE = 500;
/** On a machine that all these processes share. */
const START_MS = 180_000;

/** Starts Mosquitto, VictoriaMetrics and the collector, its data on a disk of `diskMiB`. */
export async function startChaosHouse(script: Script, diskMiB: number): Promise<ChaosHouse> {
  const brokers = await startBrokers(script.hosts);
  const victoria = await startVictoriaMetrics();
  const webhook = await startWebhook();
  const disk = mountSmallDisk(diskMiB);
  const data = join(disk.path, 'data');
  mkdirSync(data, { mode: 0o700 });
  await seedHosts(join(data, 'watchcase.db'), script.hosts, systemClock.now());
  const collector = await startCollector({
    folder: disk.path,
    startMs: START_MS,
    config: {
      log: { level: 'warn' },
      broker: brokers.config,
      history: { remote: { url: victoria.url } },
      cases: { recoveryToldAfterSeconds: 10 },
      channels: [{ name: 'hook', type: 'webhook', options: { url: webhook.url } }],
    },
  });
  const groups: AgentGroup[] = [];
  const starts = join(brokers.first.pidFile, '../starts');
  mkdirSync(starts);
  return {
    collector,
    brokers,
    victoria,
    webhook,
    disk,
    groups,
    startAgents(base, count) {
      const size = Math.ceil(script.hosts / count);
      for (let first = 0; first < script.hosts; first += size) {
        const startsFile = join(starts, String(first));
        const some = { first, count: Math.min(size, script.hosts - first) };
        const options = { script, base, port: brokers.first.port, ...some, startsFile };
        groups.push({ options, program: launchAgents(options) });
      }
    },
    cases: () => readCases(collector),
    waiting: () => groups.reduce((sum, { program }) => sum + waitingOf(program), 0),
    async stop() {
      for (const { program } of groups) await program.end('SIGKILL');
      await collector.stop();
      await webhook.stop();
      await victoria.stop();
      await brokers.stop();
      disk.stop();
    },
  };
}

/** Starts the process of some agents, for the first time or again. */
export function launchAgents(options: AgentsOptions): Program {
  return launch({
    name: 'simulated agents',
    command: join(repositoryRoot, 'scripts/node'),
    args: [join(import.meta.dirname, 'simulated-agents.ts'), JSON.stringify(options)],
  });
}

function waitingOf(program: Program): number {
  const line = program.output().trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as { waiting: number }).waiting : Number.POSITIVE_INFINITY;
}

async function readCases(collector: Collector): Promise<CaseDetail[]> {
  const ids: number[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const page = caseListSchema.parse(await collector.api(`/api/v1/cases?view=all&limit=${PAGE}${cursor}`));
    ids.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  const details: CaseDetail[] = [];
  for (const id of ids.toReversed())
    details.push(caseDetailSchema.parse(await collector.api(`/api/v1/cases/${id}`)));
  return details;
}
