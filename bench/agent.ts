import { runAgentBench } from './agent/index.ts';

/** What the agent costs an idle host, beside other agents. One line of JSON. */
export async function runAgent(options: { quick: boolean }): Promise<boolean> {
  const report = await runAgentBench(
    options.quick ? { warm: 41, measure: 40, trace: 10 } : { warm: 60, measure: 600, trace: 60 },
  );
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return true;
}
