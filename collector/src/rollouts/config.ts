import { durationSchema } from '@watchcase/runtime';
import { z } from 'zod';

const HOUR_MS = 3_600_000;
const within = (least: number) => durationSchema({ minMs: least, maxMs: 24 * HOUR_MS });

/** Whether agents are upgraded from here, and how carefully. */
export const upgradesConfigSchema = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Agents that take it can be asked to run another version; see docs/agent.md'),
  settle: within(1000)
    .prefault('10m')
    .describe('A host must have been well with it for so long before others follow'),
  away: within(1000)
    .prefault('2m')
    .describe('A host that was asked may be offline for so long; then no more are asked'),
  answer: within(10_000).prefault('20m').describe('A host must have said by then what became of it'),
});
