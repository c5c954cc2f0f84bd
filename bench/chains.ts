import { systemClock } from '@watchcase/runtime';
import { runChains } from './chains/index.ts';
import type { KillOptions } from './each-deployment.ts';

/** Cases that follow a chain while the collector, PostgreSQL and the far side of the channel are killed. One line of JSON for each database. */
export async function runChainsBench({ kills, seed, deployment }: KillOptions): Promise<boolean> {
  let sound = true;
  for (const id of ['embedded', 'services'].filter((one) => deployment === undefined || one === deployment)) {
    const startedAt = systemClock.monotonic();
    const report = await runChains({ kills, seed, isPostgres: id === 'services' });
    const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
    process.stdout.write(
      `${JSON.stringify({ bench: 'chains', deployment: id, seed, seconds, ...report })}\n`,
    );
    sound &&= report.faults.length === 0;
  }
  return sound;
}
