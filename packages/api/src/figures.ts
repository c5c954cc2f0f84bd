import { z } from 'zod';
import { figureIds } from './figure-definitions.ts';
import { periodSchema } from './period-schema.ts';
import { periodUnits } from './periods.ts';
import { titleSchema } from './title.ts';
import { pageQuerySchema, severitySchema, timeSchema } from './vocabulary.ts';

/** By what figures are told apart. */
export const figureGroupings = ['customer', 'contract', 'severity', ...periodUnits] as const;
export type FigureGrouping = (typeof figureGroupings)[number];

const figureIdSchema = z.enum(figureIds);

/** Stands for cases under no contract. */
export const NO_CONTRACT = '-';

const zoneSchema = z.string().max(64).refine(isZoneName, 'expected a time zone such as Asia/Shanghai');

/** Which cases are counted: those that were opened in the period, narrowed by the rest. */
export const figuresQuerySchema = z.object({
  /** `2026`, `2026-Q1`, `2026-03`, `2026-W12`, `2026-03-15`; without one, this month. */
  period: periodSchema.optional(),
  /** In which days begin and end. */
  zone: zoneSchema.default('UTC'),
  by: z.enum(figureGroupings).optional(),
  customer: z.string().max(100).optional(),
  /** `-` for cases under none. */
  contract: z.string().max(100).optional(),
  severity: severitySchema.optional(),
});
export type FiguresQuery = z.output<typeof figuresQuerySchema>;

/** The same as a table: one line for each figure of each group. */
export const figuresTableQuerySchema = figuresQuerySchema.extend({
  language: z.enum(['en', 'zh-CN']).default('en'),
});

/** Which of a figure's cases: those that it counts, all of which it is a share, or the others of these. */
export const figureParts = ['counted', 'of', 'missed'] as const;
export type FigurePart = (typeof figureParts)[number];
export const figureCasesQuerySchema = figuresQuerySchema.extend({
  ...pageQuerySchema.shape,
  figure: figureIdSchema,
  part: z.enum(figureParts).default('counted'),
  /** Of this group only, as `by` makes them. */
  key: z.string().max(100).optional(),
});
export type FigureCasesQuery = z.output<typeof figureCasesQuerySchema>;

/** What a figure comes to. Times in seconds, hours as hours. */
export const figureValueSchema = z.object({
  figure: figureIdSchema,
  /** Cases it counts. */
  count: z.number().int(),
  /** Of so many; null of what is no share. */
  of: z.number().int().nullable(),
  /** The share (0 to 1), the mean, the sum; null where there is nothing to make it of, and of money. */
  value: z.number().nullable(),
  /** Of times: so long at most half of them took, and nine of ten. */
  median: z.number().nullable(),
  p90: z.number().nullable(),
  /** Sums by currency; null is none. */
  money: z.array(z.object({ currency: z.string().nullable(), amount: z.number() })),
});
export type FigureValue = z.infer<typeof figureValueSchema>;

/** Figures of a period, with what each says. */
export const figuresSchema = z.object({
  period: z.object({
    name: z.string(),
    from: timeSchema,
    /** Its end, not part of it. */
    to: timeSchema,
    zone: z.string(),
    previous: z.string(),
    next: z.string(),
  }),
  by: z.enum(figureGroupings).nullable(),
  figures: z.array(
    z.object({
      id: figureIdSchema,
      shape: z.enum(['count', 'share', 'time', 'hours', 'money']),
      /** A share that is to be reached. */
      goal: z.number().nullable(),
      title: titleSchema,
      definition: titleSchema,
    }),
  ),
  total: z.array(figureValueSchema),
  groups: z.array(z.object({ key: z.string(), name: z.string(), values: z.array(figureValueSchema) })),
});
export type Figures = z.infer<typeof figuresSchema>;

function isZoneName(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
