import { expect, it, onTestFailed } from 'vitest';
import { describeWith } from '../harness/index.ts';
import { deployments } from './house.ts';
import { runFaultKills } from './run-fault-kills.ts';

/** Fifty in the full form: `npm run bench -- faults`. */
const KILLS = 3;
const SEED = 20_260_303;

for (const deployment of deployments) {
  describeWith(['restic', ...deployment.needs], deployment.name, () => {
    it(`real faults come out right although the collector is killed ${KILLS} times, and the agent between`, {
      timeout: 300_000,
    }, async () => {
      const house = await deployment.start();
      onTestFailed(() => console.error(house.log()));
      try {
        const report = await runFaultKills(house, { kills: KILLS, seed: SEED });
        expect(report.faults).toEqual([]);
        expect(report.agentKills).toBeGreaterThan(0);
        expect(report.backupRuns).toBeGreaterThan(KILLS);
      } finally {
        await house.stop();
      }
    });
  });
}
