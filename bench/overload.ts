import { repositoryRoot } from '../test/house/tree.ts';
import { type OverloadSetting, runOverloadOnce } from './overload/index.ts';

type Report = Awaited<ReturnType<typeof runOverloadOnce>>;

const INTERVAL_MS = 1000;
const HOSTS = 14_000;
/** Of two cores: what is left must be enough for played hosts and a broker. */
const CORES = 0.2;
/** What is wanted: see docs/performance.md. */
const SHARE = 0.9;
const PAGE_MS = 5000;
/** Hosts that were all silent for longer are none that anybody measures. */
const STOOD_STILL_MS = 1500;

/** 2.5 times what a collector carries, for as long as it lasts, by this build and, for comparison, by the one in `against`. One line of JSON per broker. */
export async function runOverload(options: {
  quick: boolean;
  hosts: number | undefined;
  against: string | undefined;
  deployment: string | undefined;
}): Promise<boolean> {
  const setting: Omit<OverloadSetting, 'root' | 'broker'> = {
    cores: CORES,
    mostHosts: options.hosts ?? HOSTS,
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
  const wanted: [boolean, string][] = [
    [it.slowDown > 1 && it.readySaid > 1, 'nobody was asked to send less, or /readyz did not say so'],
    [it.worstShare >= SHARE, `in the worst five seconds only ${it.worstShare} of what is carried was taken`],
    [(it.pageMs.p99 ?? Infinity) <= PAGE_MS, `pages came after ${it.pageMs.p99} ms (p99)`],
    [it.pageMs.missing === 0, `${it.pageMs.missing} pages are missing`],
    [it.leveledMs !== null, 'readings still waited after two minutes'],
    [it.refused.other === 0, `${it.refused.other} messages were refused as what hosts must not send`],
    [it.overdueAtEnd === 0, `${it.overdueAtEnd} readings have no answer at the end`],
    [
      (it.stoodStillMs ?? Infinity) <= STOOD_STILL_MS,
      `played hosts stood still for ${it.stoodStillMs} ms: nothing was measured`,
    ],
    [it.witnesses.every(({ dropped }) => dropped === 0), 'a real agent dropped readings'],
  ];
  return wanted.flatMap(([holds, fault]) => (holds ? [] : [fault]));
}
