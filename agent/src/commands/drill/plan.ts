import { durationSchema, parseConfig, readConfigFile, UserError } from '@watchcase/runtime';
import { z } from 'zod';
import type { CommandNeeds } from '../needs.ts';
import { checkSchema } from './check-restored.ts';
import { drillTools } from './tools/index.ts';

const MIB = 1_048_576;

function planOf(name: string, options: z.ZodType) {
  return z.strictObject({
    job: z.string().min(1).max(128).describe('The backup that is tried'),
    tool: z.literal(name).describe('How it is brought back'),
    options: options.describe('Settings of the tool'),
    checks: z.array(checkSchema).min(1).max(60).describe('What is looked at in what came back'),
    scratch: z
      .string()
      .min(1)
      .optional()
      .describe('Folder under which it is brought back, and removed again'),
    user: z
      .string()
      .min(1)
      .optional()
      .describe('User that the programs run as; databases do not run as root'),
    timeLimit: durationSchema().prefault('2h').describe('Longest time all of it may take'),
    maxMiB: z.int().min(1).default(10_240).describe('Most disk it may take'),
    keepFreeMiB: z.int().min(0).default(1024).describe('Disk that stays free for everybody else'),
  });
}

const [first, ...others] = Object.entries(drillTools).map(([name, { options }]) => planOf(name, options));

/** The plan file: how each job's backup is tried. */
export const plansSchema = z.strictObject({
  drills: z.array(first === undefined ? z.never() : z.discriminatedUnion('tool', [first, ...others])),
});
export type DrillPlan = z.output<typeof plansSchema>['drills'][number];

/** The plan of a job. Errors: all faults of the file, DRILL_PLAN_MISSING (UserError). */
export function readPlan(path: string, job: string, needs: CommandNeeds): DrillPlan {
  const { drills } = parseConfig(plansSchema, readConfigFile(path, needs.env));
  const plan = drills.find((one) => one.job === job);
  if (plan !== undefined) return plan;
  throw new UserError({
    code: 'DRILL_PLAN_MISSING',
    place: path,
    message: `there is no plan for ${job}`,
    fix: 'add one under "drills", see docs/drills.md',
  });
}

/** Mebibytes as bytes. */
export function bytesOf(mebibytes: number): number {
  return mebibytes * MIB;
}
