import { execFileSync } from 'node:child_process';
import restic from '@watchcase/agent/backups/restic/index.ts';
import { options } from '@watchcase/agent/backups/restic/options.ts';
import { createHost } from '@watchcase/agent/host/index.ts';
import { createLog, systemClock } from '@watchcase/runtime';
import { pause } from '../../test/scenarios/pause.ts';
import { costOf } from '../agent/process-cost.ts';

// Looks at the repository of its environment as the agent does and as a person would, in turn, under the options of Node that an agent has. One line of JSON.

const SETTLE_MS = 200;
const [rounds = '', expected = ''] = process.argv.slice(2);
const { RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: password } = process.env;
const settings = options.parse({ repository, password });
const host = createHost({ clock: systemClock, log: createLog('bench', 'warn') });

/** Processor seconds of this process and of those it has waited for. */
function spent(): { own: number; children: number } {
  const { cpuSeconds, endedChildrenSeconds: children } = costOf(process.pid);
  return { own: cpuSeconds - children, children };
}

async function costBetween(work: () => unknown): Promise<{ own: number; children: number }> {
  const before = spent();
  await work();
  const after = spent();
  return { own: after.own - before.own, children: after.children - before.children };
}

async function look(): Promise<void> {
  const [status] = await restic.status(settings, host, systemClock.now());
  if (status?.count !== Number(expected)) throw new Error(`${status?.count} snapshots of ${expected}`);
}

function byHand(): void {
  execFileSync('restic', ['snapshots', '--json', '--no-lock', '--no-cache'], { stdio: 'ignore' });
}

/** Resident MiB of this process, once what is not needed any more is given back, as an agent does from time to time. */
async function residentMiB(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await pause(SETTLE_MS);
  }
  return process.memoryUsage.rss() / 1_048_576;
}

const memory = [await residentMiB()];
for (let round = 0; round < 3; round++) {
  await look();
  memory.push(await residentMiB());
}
const pairs = [];
for (let round = 0; round < Number(rounds); round++) {
  const agent = await costBetween(look);
  const alone = await costBetween(byHand);
  pairs.push({ share: (agent.own + agent.children) / alone.children, own: agent.own, alone: alone.children });
}
process.stdout.write(`${JSON.stringify({ pairs, memory })}\n`);
