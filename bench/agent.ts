import { runAgentBench } from './agent/index.ts';
import { runAgentPairs } from './agent/pairs.ts';

const FULL = { warm: 60, measure: 600, trace: 60 };
const QUICK = { warm: 41, measure: 40, trace: 10 };
/** Shorter than alone: what the machine does meanwhile meets both builds. */
const PAIRED = { warm: 70, measure: 420 };

/** What the agent costs an idle host, beside other agents, or beside those of the build in `against`. One line of JSON. */
export async function runAgent(options: { quick: boolean; against: string | undefined }): Promise<boolean> {
  const { quick, against } = options;
  const report =
    against === undefined
      ? await runAgentBench(quick ? QUICK : FULL)
      : await runAgentPairs(quick ? QUICK : PAIRED, against);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return true;
}
