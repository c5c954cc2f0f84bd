import { askFed } from './queries/ask-fed.ts';
import { askLoaded } from './queries/ask-loaded.ts';

const FED_HOSTS = 1000;

/** Every question of every dashboard, over the fleet bench's hosts by the way of a real collector, and over six hours of a large fleet. One line of JSON each. */
export async function runDashboardQueries(options: {
  quick: boolean;
  hosts: number | undefined;
  minutes: number | undefined;
}): Promise<boolean> {
  const { hosts = options.quick ? 1000 : 10_000, minutes = 3 } = options;
  let sound = true;
  for (const ask of [
    () => askFed({ hosts: Math.min(hosts, FED_HOSTS), minutes }),
    () => askLoaded({ hosts, hours: 6 }),
  ]) {
    const report = await ask();
    process.stdout.write(`${JSON.stringify(report)}\n`);
    sound &&= report.faults.length === 0;
  }
  return sound;
}
