import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { probes } from '@watchcase/agent/probes/registry.generated.ts';
import { type Agent, mountSmallDisk, type SmallDisk, startAgent } from '../../test/harness/index.ts';
import type { ChaosHouse } from './chaos-house.ts';
import { recordOutbox } from './outbox-record.ts';

/** A real agent whose state is on a small disk of its own. */
export interface RealAgent {
  hostId: string;
  agent: Agent;
  disk: SmallDisk;
  /** Jobs it was told to run, with what each printed. */
  jobs: Map<string, string>;
  /** Runs the next backup job, whoever is alive. */
  backUp(): Promise<void>;
  /** Epochs before the live one that the collector has not acknowledged in full, as its status file says. */
  backlog(): number;
  stop(): Promise<void>;
}

interface Status {
  outbox: { backlogEpochs: number };
}

/** A fresh outbox with its journal fits several times. */
const DISK_MIB = 4;
/** No rule fires on these because this machine is busy with the bench. */
const PROBES = new Set(['net', 'diskio', 'swap', 'processes']);

const CUSTOMER = 'default';

/** True for the host of a real agent. */
export function isReal(id: string): boolean {
  return id.startsWith(`${CUSTOMER}.`);
}

/** Enrols and starts `count` agents that read every `interval`, in one stream. */
export async function startRealAgents(
  { collector }: ChaosHouse,
  { count, interval }: { count: number; interval: string },
): Promise<RealAgent[]> {
  const off = Object.keys(probes).filter((name) => !PROBES.has(name));
  const config = { interval, probes: Object.fromEntries(off.map((name) => [name, { enabled: false }])) };
  const agents: RealAgent[] = [];
  for (let number = 0; number < count; number++) {
    const disk = mountSmallDisk(DISK_MIB);
    const name = `real-${number}`;
    const state = join(disk.path, 'state');
    mkdirSync(state, { mode: 0o700 });
    recordOutbox(state);
    const token = await collector.newToken();
    const agent = await startAgent({ url: collector.url, token, name, config, folder: disk.path });
    agents.push(realAgent(`${CUSTOMER}.${name}`, agent, disk));
  }
  return agents;
}

function realAgent(hostId: string, agent: Agent, disk: SmallDisk): RealAgent {
  const jobs = new Map<string, string>();
  return {
    hostId,
    agent,
    disk,
    jobs,
    async backUp() {
      const job = `job-${jobs.size}`;
      const printed = `backup ${jobs.size} is made`;
      jobs.set(job, printed);
      const { code, output } = await agent.command([
        'backup',
        'run',
        '--job',
        job,
        '--report-stdout',
        '--',
        'echo',
        printed,
      ]);
      if (code !== 0) throw new Error(`a backup run ended with ${code}:\n${output}`);
    },
    backlog() {
      const status = JSON.parse(readFileSync(join(agent.state, 'status.json'), 'utf8')) as Status;
      return status.outbox.backlogEpochs;
    },
    async stop() {
      await agent.stop();
      disk.stop();
    },
  };
}
