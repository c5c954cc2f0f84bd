import { systemClock } from '@watchcase/runtime';
import { runChains } from './chains/index.ts';

const ROUNDS = 1000;
const QUICK_ROUNDS = 10;

/** Cases that follow a chain while the collector, PostgreSQL and the far side of the channel are killed. One line of JSON for each database. */
export async function runChainsBench(options: {
  quick: boolean;
  seed: number;
  /** `embedded` or `services`; both when absent. */
  deployment: string | undefined;
  rounds?: number | undefined;
}): Promise<boolean> {
  const { seed, deployment, rounds = options.quick ? QUICK_ROUNDS : ROUNDS } = options;
  let sound = true;
  for (const id of ['embedded', 'services'].filter((one) => deployment === undefined || one === deployment)) {
    const startedAt = systemClock.monotonic();
    const report = await runChains({ rounds, seed, isPostgres: id === 'services' });
    const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
    process.stdout.write(
      `${JSON.stringify({ bench: 'chains', deployment: id, seed, seconds, ...report })}\n`,
    );
    sound &&= report.faults.length === 0;
  }
  return sound;
}
