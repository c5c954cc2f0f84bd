import { type PageTarget, pageTargetSchema, type Target, targetSchema } from '@watchcase/api';
import { z } from 'zod';

const toldSchema = z.array(pageTargetSchema).max(20);
const PERCENT = /^(?:[1-9]\d?|100)$/;
const percentSchema = z.string().regex(PERCENT, 'expected a percent from 1 to 100');
const byPercentSchema = z.record(percentSchema, toldSchema);

/** Who is told when so many percent of a limit have passed: `{ '50': [assignee] }`, for one target another: `{ resolve: { '90': [manager] } }`. */
export const warnSchema = z
  .record(z.string(), z.union([toldSchema, byPercentSchema]))
  .superRefine((warn, context) => {
    for (const [key, value] of Object.entries(warn)) {
      const fits = Array.isArray(value) ? PERCENT.test(key) : targetSchema.safeParse(key).success;
      if (!fits)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'expected a percent from 1 to 100 with a list, or a target with percents of its own',
        });
    }
  });
export type Warn = z.infer<typeof warnSchema>;
type ByPercent = Readonly<Record<string, readonly PageTarget[]>>;

const DEFAULT: ByPercent = { '50': ['assignee'], '75': ['lead'], '100': ['manager'] };
const DEFAULT_UPDATE: ByPercent = { '100': ['assignee'] };

/** Who is told at this percent of a target's limit (pure): what the highest percent that is named up to it says; nobody below the lowest. */
export function toldAt(warn: Warn | undefined, target: Target, percent: number): readonly PageTarget[] {
  const named = tableOf(warn, target);
  const key = Object.keys(named)
    .map(Number)
    .filter((one) => one <= percent)
    .toSorted((a, b) => b - a)[0];
  return key === undefined ? [] : (named[key] ?? []);
}

/** Percents that a policy's `warn` names, but for 100. */
export function percentsIn(warn: Warn | undefined): number[] {
  const keys = Object.entries(warn ?? {}).flatMap(([key, value]) =>
    Array.isArray(value) ? [key] : Object.keys(value),
  );
  return [...new Set(keys.map(Number))].filter((percent) => percent < 100);
}

function tableOf(warn: Warn | undefined, target: Target): ByPercent {
  const own = warn?.[target];
  if (own !== undefined && !Array.isArray(own)) return own;
  if (target === 'update') return DEFAULT_UPDATE;
  const general = Object.entries(warn ?? {}).filter((entry): entry is [string, PageTarget[]] =>
    Array.isArray(entry[1]),
  );
  return general.length === 0 ? DEFAULT : Object.fromEntries(general);
}
