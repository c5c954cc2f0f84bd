import { expect, it, onTestFailed } from 'vitest';
import { describeWith } from '../harness/index.ts';
import { deployments } from './house.ts';
import { runKills } from './run-kills.ts';

/** Fifty in the full form: `npm run bench -- kills`. */
const KILLS = 8;
const SEED = 20_260_302;

for (const deployment of deployments) {
  describeWith(deployment.needs, deployment.name, () => {
    it(`loses and doubles nothing when the collector is killed ${KILLS} times`, {
      timeout: 240_000,
    }, async () => {
      const house = await deployment.start();
      onTestFailed(() => console.error(house.log()));
      try {
        const report = await runKills(house, { kills: KILLS, seed: SEED });
        expect(report.faults).toEqual([]);
        expect(report).toMatchObject({ kills: KILLS });
        expect(report.cases).toBeGreaterThanOrEqual(9);
      } finally {
        await house.stop();
      }
    });
  });
}
