import { runAgentBench } from './agent/index.ts';
import { runAgentPairs } from './agent/pairs.ts';
import { repositoryRoot } from '../test/house/tree.ts';

const FULL = { warm: 60, measure: 600, trace: 60 };
const QUICK = { warm: 41, measure: 40, trace: 10 };
/** Shorter than alone: what the machine does meanwhile meets both builds. */
const PAIRED = { warm: 70, measure: 420 };

/**
 * What the agent of this checkout costs an idle host beside other agents and, where `packaged` names a .deb, beside the agent in it; or, three of each form at the same
 * time, beside those of `against` (checkouts, unpacked packages or .debs, with commas between). One line of JSON.
 */
export async function runAgent(options: {
  quick: boolean;
  against: string | undefined;
  packaged: string | undefined;
  minutes: number | undefined;
}): Promise<boolean> {
  const { quick, against, packaged, minutes } = options;
  const full = minutes === undefined ? FULL : { ...FULL, measure: minutes * 60, trace: 30 };
  const report =
    against === undefined
      ? await runAgentBench(quick ? QUICK : full, [
          repositoryRoot,
          ...(packaged === undefined ? [] : [packaged]),
        ])
      : await runAgentPairs(quick ? QUICK : PAIRED, [...against.split(','), repositoryRoot]);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return true;
}
