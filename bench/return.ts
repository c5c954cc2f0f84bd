import { type ReturnSetting, runReturn } from './return/index.ts';

const INTERVAL_MS = 15_000;
const HOUR = 3_600_000 / INTERVAL_MS;

/** A whole fleet after an hour without a broker, and one host after a day. One line of JSON each. */
export async function runReturns(options: { quick: boolean; hosts: number | undefined }): Promise<boolean> {
  const fleet: ReturnSetting = {
    hosts: options.hosts ?? (options.quick ? 1000 : 10_000),
    readings: HOUR,
    intervalMs: INTERVAL_MS,
    patienceSeconds: options.quick ? 100 : 1200,
  };
  const single: ReturnSetting = {
    hosts: 1,
    readings: 24 * HOUR,
    intervalMs: INTERVAL_MS,
    patienceSeconds: 60,
  };
  let sound = true;
  for (const setting of options.hosts === undefined ? [single, fleet] : [fleet]) {
    const report = await runReturn(setting);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    sound &&= report.faults.length === 0;
  }
  return sound;
}
