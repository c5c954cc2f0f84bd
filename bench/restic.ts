import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { programPath, RESTIC_PASSWORD, temporaryFolder } from '@watchcase/testkit';
import { nodeOptions } from '../packaging/agent/launcher.ts';
import { repositoryRoot } from '../test/house/tree.ts';
import { makeSnapshots } from './restic/make-snapshots.ts';

const FULL = { snapshots: 10_000, rounds: 13 };
const QUICK = { snapshots: 1000, rounds: 5 };

interface Pair {
  share: number;
  own: number;
  alone: number;
}

/** A repository with 10 000 snapshots (`quick`: 1 000) and a key as restic makes it: what reading it costs the agent and its restic together, as a share of what `restic snapshots` costs alone. One line of JSON. */
export async function runRestic({ quick }: { quick: boolean }): Promise<boolean> {
  using folder = temporaryFolder();
  const { snapshots, rounds } = quick ? QUICK : FULL;
  const repository = join(folder.path, 'repository');
  const env = { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };
  execFileSync(programPath('restic'), ['init', '--no-cache'], { env, stdio: 'ignore' });
  makeSnapshots({ repository, password: RESTIC_PASSWORD }, snapshots, systemClock.now());
  const look = join(import.meta.dirname, 'restic/look.ts');
  const args = [...nodeOptions(repositoryRoot).split(' '), look, `${rounds}`, `${snapshots}`];
  const told = execFileSync(join(repositoryRoot, 'scripts/node'), args, { env, encoding: 'utf8' });
  const pairs = JSON.parse(told) as Pair[];
  const report = {
    share: spread(pairs, 'share'),
    agentSeconds: spread(pairs, 'own'),
    resticSeconds: spread(pairs, 'alone'),
  };
  process.stdout.write(`${JSON.stringify({ bench: 'restic', snapshots, rounds, ...report })}\n`);
  return true;
}

/** Least, middle and most of a figure. */
function spread(pairs: readonly Pair[], figure: keyof Pair) {
  const sorted = pairs.map((pair) => Math.round(pair[figure] * 100) / 100).toSorted((a, b) => a - b);
  return { least: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0, most: sorted.at(-1) ?? 0 };
}
