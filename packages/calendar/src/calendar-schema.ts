import { isZone } from '@watchcase/runtime';
import { z } from 'zod';
import { parseCivilDay } from './civil-day.ts';
import { parseFixedDay } from './fixed-day.ts';
import { shippedDays } from './shipped/index.ts';
import { type DaySpan, parseSpan, parseWeekdays, weekdays } from './spans.ts';

/** Names of records that people write: `cn`, `office-berlin`. */
export const recordIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a name of small letters, digits and "-"');

const dateSchema = z
  .string()
  .refine((text) => parseCivilDay(text) !== undefined, 'expected a date such as 2026-02-17');
const spansSchema = z
  .array(
    z
      .string()
      .refine(
        (text) => parseSpan(text) !== undefined,
        'expected a span of one day such as 09:00-17:30, up to 24:00',
      ),
  )
  .max(48)
  .refine(isInOrder, 'expected spans in their order, none over another');
const titleSchema = z.string().min(1).max(200).optional();

/** Spans by weekday (`mon`, `mon-fri`), and of `makeUp` days; without `makeUp` those days are free as they always were. */
const hoursSchema = z
  .record(
    z
      .string()
      .refine(
        (key) => key === 'makeUp' || parseWeekdays(key) !== undefined,
        `expected a weekday such as ${weekdays[0]}, days such as mon-fri, or makeUp`,
      ),
    spansSchema,
  )
  .refine(isEachOnce, 'expected each weekday at most once')
  .refine(isEverOpen, 'expected hours on one weekday at least');

/** A calendar in the form people write. Past `coverage.until` only `fixed` days and what is named by its date are free, and what it says is provisional. */
export const calendarSchema = z.strictObject({
  id: recordIdSchema,
  name: titleSchema,
  zone: z.string().refine(isZone, 'expected a time zone such as Europe/Berlin'),
  hours: hoursSchema,
  /** Days that Watchcase ships, by name and version: `cn@1`, `de@1`. */
  days: z.enum(Object.keys(shippedDays) as [string, ...string[]]).optional(),
  /** Days off. */
  off: z
    .array(z.strictObject({ date: dateSchema, to: dateSchema.optional(), name: titleSchema }))
    .max(5000)
    .optional(),
  /** Days that would be free and are worked, with the `makeUp` hours or their own. */
  makeUp: z
    .array(z.strictObject({ date: dateSchema, name: titleSchema, hours: spansSchema.optional() }))
    .max(2000)
    .optional(),
  /** Days off of every year. */
  fixed: z
    .array(
      z.strictObject({
        on: z
          .string()
          .refine(
            (text) => parseFixedDay(text) !== undefined,
            'expected 05-01, easter-2, lunar 01-01, lunar 01-01-1 or qingming',
          ),
        name: titleSchema,
      }),
    )
    .max(200)
    .optional(),
  /**
   * The dates (both inclusive) for which days off are known; without it `fixed` says all. From `tellFrom` on somebody is told that it ends: when what comes after is
   * usually announced; default: 30 days before.
   */
  coverage: z
    .strictObject({ from: dateSchema.optional(), until: dateSchema, tellFrom: dateSchema.optional() })
    .optional(),
});
export type Calendar = z.infer<typeof calendarSchema>;

function isInOrder(texts: readonly string[]): boolean {
  const spans = texts.map(parseSpan).filter((span): span is DaySpan => span !== undefined);
  return spans.every((span, i) => i === 0 || span.from >= (spans[i - 1]?.to ?? 0));
}

function isEachOnce(hours: Readonly<Record<string, unknown>>): boolean {
  const days = Object.keys(hours).flatMap((key) => parseWeekdays(key) ?? []);
  return new Set(days).size === days.length;
}

function isEverOpen(hours: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(hours).some(([key, spans]) => key !== 'makeUp' && spans.length > 0);
}
