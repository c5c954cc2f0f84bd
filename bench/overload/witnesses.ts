import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostDetailSchema } from '@watchcase/api';
import { type Collector, startAgent } from '../../test/harness/index.ts';

/** Real agents that take part. */
export interface Witnesses {
  /** What became of each: readings it had to drop, epochs that wait, and whether it can be told to slow down. */
  told(): Promise<{ dropped: number; backlogEpochs: number; canSlowDown: boolean }[]>;
  stop(): Promise<void>;
}

/** An older build tells less of a host than this one. */
const witnessSchema = hostDetailSchema.pick({ series: true });
const COUNT = 2;
interface Status {
  outbox: { droppedReadings: number; backlogEpochs: number };
}

/** Enrols and starts them; they read every second. */
export async function startWitnesses(collector: Collector): Promise<Witnesses> {
  const agents: { name: string; agent: Awaited<ReturnType<typeof startAgent>> }[] = [];
  for (let number = 0; number < COUNT; number++) {
    const name = `witness-${number}`;
    const token = await collector.newToken();
    agents.push({
      name,
      agent: await startAgent({ url: collector.url, token, name, config: { interval: '1s' } }),
    });
  }
  return {
    told: () =>
      Promise.all(
        agents.map(async ({ name, agent }) => {
          const status = JSON.parse(readFileSync(join(agent.state, 'status.json'), 'utf8')) as Status;
          const host = witnessSchema.parse(await collector.api(`/api/v1/hosts/default.${name}`));
          return {
            dropped: status.outbox.droppedReadings,
            backlogEpochs: status.outbox.backlogEpochs,
            canSlowDown: host.series.some(({ key }) => key === 'internal_agent.slow_down'),
          };
        }),
      ),
    async stop() {
      for (const { agent } of agents) await agent.stop();
    },
  };
}
