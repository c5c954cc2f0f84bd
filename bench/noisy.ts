import { deployments } from '../test/scenarios/house.ts';
import { repositoryRoot } from '../test/house/tree.ts';
import { type NoisyReport, runNoisyOnce } from './noisy/index.ts';

/** Flaps of every disk in a run, and in a quick one. */
const FLAPS = { full: 8, quick: 4 };
/** Others are answered within this, whatever one host does; milliseconds. */
const BOUND_MS = 250;
/** A case is told in so many bytes. */
const BOUND_BYTES = 500_000;

/** One host with thousands of flapping alerts beside quiet ones, by this build and, for comparison, by the one in `against`. One line of JSON per deployment. */
export async function runNoisy(options: {
  quick: boolean;
  deployment: string | undefined;
  against: string | undefined;
}): Promise<boolean> {
  const flaps = options.quick ? FLAPS.quick : FLAPS.full;
  let sound = true;
  for (const deployment of deployments.filter(({ id }) =>
    [undefined, id].includes(options.deployment as typeof id),
  )) {
    const before =
      options.against === undefined ? null : await runNoisyOnce(deployment, options.against, flaps);
    const now = await runNoisyOnce(deployment, repositoryRoot, flaps);
    const faults = faultsOf(now);
    process.stdout.write(
      `${JSON.stringify({ bench: 'noisy', deployment: deployment.id, ...now, before, faults })}\n`,
    );
    sound &&= faults.length === 0;
  }
  return sound;
}

function faultsOf({ flapping, manyCases, caseBytes }: NoisyReport): string[] {
  const slow = (name: string, p99: number | null) =>
    (p99 ?? Number.POSITIVE_INFINITY) < BOUND_MS ? [] : [`${name}: others waited ${p99} ms (p99)`];
  return [
    ...slow('flapping', flapping.others.p99),
    ...slow('many cases', manyCases.others.p99),
    ...(caseBytes < BOUND_BYTES ? [] : [`a case takes ${caseBytes} bytes`]),
  ];
}
