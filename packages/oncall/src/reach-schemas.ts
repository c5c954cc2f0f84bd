import { idSchema, severitySchema, textSchema } from '@watchcase/api';
import { parseWeekdays } from '@watchcase/calendar';
import { parseDuration } from '@watchcase/runtime';
import { z } from 'zod';
import { parseTime, parseWallSpan } from './duty-span.ts';

const LONGEST_AFTER_MS = 4 * 3_600_000;
const DAY_MINUTES = 1440;

const weekdaysSchema = z
  .string()
  .refine(
    (text) => parseWeekdays(text) !== undefined,
    'expected a weekday such as mon, or days such as mon-fri',
  );
const timeSchema = z
  .string()
  .refine((text) => (parseTime(text) ?? DAY_MINUTES) < DAY_MINUTES, 'expected a time such as 22:00');

/** Where a person is reached by a channel of the config. */
const methodSchema = z.strictObject({
  id: idSchema,
  channel: textSchema({ min: 1, max: 63 }),
  address: textSchema({ min: 1, max: 254 }),
});
export type ContactMethod = z.infer<typeof methodSchema>;

/** By which methods a person is paged for what, and when. */
const ruleSchema = z.strictObject({
  /** None: all. */
  severities: z.array(severitySchema).min(1).max(4).optional(),
  /** By the day on which a span begins, on the person's own wall; none: all hours. */
  hours: z
    .record(
      weekdaysSchema,
      z.array(
        z
          .string()
          .refine(
            (text) => parseWallSpan(text) !== undefined,
            'expected a span such as 09:00-17:30, or 18:00-09:00 into the next day',
          ),
      ),
    )
    .optional(),
  methods: z.array(idSchema).min(1).max(20),
  /** So long nobody must have answered; none: at once. */
  after: z
    .string()
    .refine(
      (text) => (parseDuration(text) ?? Number.POSITIVE_INFINITY) <= LONGEST_AFTER_MS,
      'expected a duration such as 3m, up to 4h',
    )
    .optional(),
});
export type ContactRule = z.infer<typeof ruleSchema>;

/** When only what is critical reaches a person; everything else waits for the end. */
const quietSchema = z.strictObject({
  from: timeSchema,
  /** No later than `from`: on the next day. */
  to: timeSchema,
  /** Days on which it begins; none: all. */
  days: z.array(weekdaysSchema).min(1).max(7).optional(),
});
export type QuietHours = z.infer<typeof quietSchema>;

/** How a person is reached: fields of the person's record. */
export const reachFields = {
  methods: z.array(methodSchema).max(20).optional(),
  rules: z.array(ruleSchema).max(20).optional(),
  quiet: quietSchema.optional(),
};

/** How a person is reached, by itself. */
export interface Reach {
  methods?: readonly ContactMethod[] | undefined;
  rules?: readonly ContactRule[] | undefined;
  quiet?: QuietHours | undefined;
}

/** What is wrong between the parts of a person's reach (pure), each with the path of its place. */
export function reachFaults({
  methods = [],
  rules = [],
}: Reach): { path: (string | number)[]; message: string }[] {
  const ids = methods.map(({ id }) => id);
  return [
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index
        ? [{ path: ['methods', index, 'id'], message: `another method has the id "${id}" already` }]
        : [],
    ),
    ...rules.flatMap((rule, index) =>
      rule.methods.flatMap((id, at) =>
        ids.includes(id)
          ? []
          : [
              {
                path: ['rules', index, 'methods', at],
                message: `there is no method "${id}" among the person's own`,
              },
            ],
      ),
    ),
  ];
}
