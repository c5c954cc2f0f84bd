import { categories, holdReasons, severities, targets } from '@watchcase/api';
import { recordIdSchema } from '@watchcase/calendar';
import { z } from 'zod';
import { warnSchema } from './warn-schema.ts';
import { parseLimit } from './limit-text.ts';

const limitSchema = z
  .string()
  .refine(
    (text) => parseLimit(text) !== undefined,
    'expected a time such as 30m, 4h, 14d, or 2wd (working days)',
  );

/** `always`; `business`, the calendar of the contract; or a calendar's id. */
const hoursSchema = z.union([z.literal(['always', 'business']), recordIdSchema]);

/** What holds for a round that begins while the calendar is closed: a time, and the hours it is counted in (default: always). */
const outsideSchema = z.union([
  limitSchema,
  z.strictObject({ in: limitSchema, hours: hoursSchema.optional() }),
]);

const fullPromiseSchema = z.strictObject({
  in: limitSchema,
  /** Hours that count; default: always. */
  hours: hoursSchema.optional(),
  /** Another time for what begins outside `hours`; where those are always, outside `business`. */
  outside: outsideSchema.optional(),
});
const promiseSchema = z.union([limitSchema, fullPromiseSchema]);

/** A promise of one severity, with others for some categories. */
const bySeveritySchema = z.union([
  limitSchema,
  fullPromiseSchema.extend({ category: z.partialRecord(z.enum(categories), promiseSchema).optional() }),
]);

const targetsSchema = z.partialRecord(z.enum(targets), z.partialRecord(z.enum(severities), bySeveritySchema));

/**
 * A service policy in the form people write: for each target and severity how long it may take. What is not named is not promised. `pauses`: while a case is held
 * for one of these, that target's clock stands still; targets that are not named are never paused.
 */
export const policySchema = z.strictObject({
  id: recordIdSchema,
  name: z.string().min(1).max(200).optional(),
  /** The calendar that `business` means where the contract names none; default: always. */
  business: recordIdSchema.optional(),
  /** Percent of a limit at which people are told before it is over; default: 50 and 75. */
  warnings: z.array(z.number().int().min(1).max(99)).max(10).optional(),
  /** Who is told at which percent, where a chain answers for the case. */
  warn: warnSchema.optional(),
  targets: targetsSchema,
  /** What is promised in place of `targets` for work outside a contract's scope; without it what `targets` promise for an advisory. */
  adviceOnly: targetsSchema.optional(),
  pauses: z.partialRecord(z.enum(targets), z.array(z.enum(holdReasons)).max(holdReasons.length)).optional(),
});
export type ServicePolicy = z.infer<typeof policySchema>;
