import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { programPath, RESTIC_PASSWORD, temporaryFolder } from '@watchcase/testkit';
import { nodeOptions } from '../packaging/agent/launcher.ts';
import { repositoryRoot } from '../test/house/tree.ts';
import { makeSnapshots } from './restic/make-snapshots.ts';

const FULL = { snapshots: 10_000, rounds: 13 };
const QUICK = { snapshots: 1000, rounds: 5 };

/** What reading may cost, as a share of what restic does, and what the first and each later reading may leave in memory, MiB. */
const MOST = { share: 1.2, firstMiB: 4, moreMiB: 2 };

interface Told {
  pairs: Pair[];
  /** Resident MiB of the agent, settled: before the first reading, and after each of some. */
  memory: number[];
}

interface Pair {
  share: number;
  own: number;
  alone: number;
}

/** A repository with 10 000 snapshots (`quick`: 1 000) and a key as restic makes it: what reading it costs the agent and its restic together, as a share of what `restic snapshots` costs alone, and what it leaves in memory. One line of JSON. */
export async function runRestic({ quick }: { quick: boolean }): Promise<boolean> {
  using folder = temporaryFolder();
  const { snapshots, rounds } = quick ? QUICK : FULL;
  const repository = join(folder.path, 'repository');
  const env = { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };
  execFileSync(programPath('restic'), ['init', '--no-cache'], { env, stdio: 'ignore' });
  makeSnapshots({ repository, password: RESTIC_PASSWORD }, snapshots, systemClock.now());
  const look = join(import.meta.dirname, 'restic/look.ts');
  // What an agent tells its engine once it has started.
  const afterStart = ['--no-opt', '--no-maglev', '--expose-gc'];
  const args = [...nodeOptions(repositoryRoot).split(' '), ...afterStart, look, `${rounds}`, `${snapshots}`];
  const told = execFileSync(join(repositoryRoot, 'scripts/node'), args, { env, encoding: 'utf8' });
  const { pairs, memory } = JSON.parse(told) as Told;
  const [before = 0, first = 0, ...later] = memory.map((one) => Math.round(one * 10) / 10);
  const left = { before, first: first - before, later: Math.max(...later) - first };
  const report = {
    share: spread(pairs, 'share'),
    agentSeconds: spread(pairs, 'own'),
    resticSeconds: spread(pairs, 'alone'),
    memoryMiB: left,
  };
  process.stdout.write(`${JSON.stringify({ bench: 'restic', snapshots, rounds, ...report })}\n`);
  return report.share.median < MOST.share && left.first <= MOST.firstMiB && left.later <= MOST.moreMiB;
}

/** Least, middle and most of a figure. */
function spread(pairs: readonly Pair[], figure: keyof Pair) {
  const sorted = pairs.map((pair) => Math.round(pair[figure] * 100) / 100).toSorted((a, b) => a - b);
  return { least: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0, most: sorted.at(-1) ?? 0 };
}
