import { expect, it } from 'vitest';
import { runChaos } from '../../bench/chaos/index.ts';
import { describeWith } from '../harness/index.ts';

const SEED = 20_261_124;
const mayMount = process.getuid?.() === 0;
if (!mayMount && process.env['CI'] !== 'true') console.warn('SKIPPED: chaos (mounting a tmpfs needs root)');

describeWith(['mosquitto', 'victoria-metrics'], 'everything killed at random, and full disks', () => {
  it.skipIf(!mayMount && process.env['CI'] !== 'true')(
    'comes out as if nothing had happened',
    {
      timeout: 240_000,
    },
    async () => {
      const report = await runChaos({
        script: {
          seed: SEED,
          hosts: 20,
          intervalMs: 2000,
          ticks: 16,
          share: 0.5,
          lasts: { least: 7, most: 8 },
        },
        disturbance: {
          seed: SEED,
          forMs: 24_000,
          upMs: { collector: 7000, broker: 10_000, victoria: 6000, group: 6000, agent: 4000 },
          downMs: 1000,
          awayMs: 6000,
          fullMs: 4000,
          fills: 1,
        },
        groups: 2,
        agents: { count: 1, interval: '1s' },
        diskMiB: 64,
      });
      expect(report.faults).toEqual([]);
      expect(report).toMatchObject({ fullDisks: { collector: 1, agents: 1 } });
    },
  );
});
