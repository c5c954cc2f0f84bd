import { systemClock } from '@watchcase/runtime';
import { deployments, type House } from '../test/scenarios/house.ts';

/** How a bench with kills is run. */
export interface KillOptions {
  kills: number;
  /** Decides every moment of every kill. */
  seed: number;
  /** `embedded` or `services`; both when absent. */
  deployment: string | undefined;
}

/** Runs `work` over each wanted deployment and prints one line of JSON per run; true when no run found a fault. */
export async function eachDeployment(
  name: string,
  options: KillOptions,
  work: (house: House) => Promise<{ faults: string[] }>,
): Promise<boolean> {
  const { deployment, seed } = options;
  let sound = true;
  for (const one of deployments.filter(({ id }) => deployment === undefined || id === deployment)) {
    const startedAt = systemClock.monotonic();
    const house = await one.start();
    try {
      const report = await work(house);
      const seconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
      process.stdout.write(
        `${JSON.stringify({ bench: name, deployment: one.id, seed, seconds, ...report })}\n`,
      );
      sound &&= report.faults.length === 0;
      if (report.faults.length > 0) process.stderr.write(`${house.log()}\n`);
    } catch (error) {
      process.stderr.write(`${house.log()}\n`);
      throw error;
    } finally {
      await house.stop();
    }
  }
  return sound;
}
