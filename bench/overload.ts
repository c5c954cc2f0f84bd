import { repositoryRoot } from '../test/house/tree.ts';
import { type OverloadSetting, runOverloadOnce } from './overload/index.ts';

type Report = Awaited<ReturnType<typeof runOverloadOnce>>;

const INTERVAL_MS = 1000;
const HOSTS = 8000;
/** What is wanted: see docs/performance.md. */
const SHARE = 0.9;
const PAGE_MS = 5000;

/** More than a collector takes, for as long as it lasts, by this build and, for comparison, by the one in `against`. One line of JSON per broker. */
export async function runOverload(options: {
  quick: boolean;
  hosts: number | undefined;
  against: string | undefined;
  deployment: string | undefined;
}): Promise<boolean> {
  const setting: Omit<OverloadSetting, 'root' | 'broker'> = {
    hosts: options.hosts ?? HOSTS,
    intervalMs: INTERVAL_MS,
    overloadSeconds: options.quick ? 30 : 60,
  };
  const brokers = { services: ['mosquitto'], embedded: ['embedded'] } as const;
  const wanted = brokers[options.deployment as keyof typeof brokers] ?? ['mosquitto', 'embedded'];
  let sound = true;
  for (const broker of wanted) {
    const before =
      options.against === undefined
        ? null
        : await runOverloadOnce({ ...setting, broker, root: options.against });
    const now = await runOverloadOnce({ ...setting, broker, root: repositoryRoot });
    const faults = faultsOf(now);
    process.stdout.write(
      `${JSON.stringify({ bench: 'overload', broker, ...setting, ...now, before, faults })}\n`,
    );
    sound &&= faults.length === 0;
  }
  return sound;
}

function faultsOf(it: Report): string[] {
  return [
    ...(it.slowDown > 1 ? [] : ['there was no overload: ask for more --hosts']),
    ...(it.meanShare >= SHARE ? [] : [`only ${it.meanShare} of the best rate was kept`]),
    ...((it.pageMs.p99 ?? Infinity) <= PAGE_MS ? [] : [`pages came after ${it.pageMs.p99} ms (p99)`]),
    ...(it.pageMs.missing === 0 ? [] : [`${it.pageMs.missing} pages are missing`]),
    ...(it.leveledMs === null ? [`${it.waitingAtEnd} readings still waited after two minutes`] : []),
    ...(it.readySaid > 1 ? [] : ['/readyz did not say so']),
    ...it.witnesses.flatMap(({ dropped }) =>
      dropped > 0 ? [`a real agent dropped ${dropped} readings`] : [],
    ),
  ];
}
