import { z } from 'zod';

export const calendarDaysQuerySchema = z.object({ year: z.coerce.number().int().min(1970).max(2199) });

/** Open hours of a day, in their order, such as 09:00-17:30; empty while it is closed all day. */
const hoursSchema = z.array(z.string());

/** What a calendar of the directory says of a year, its own days and those that come with Watchcase. */
export const calendarDaysSchema = z.object({
  year: z.number().int(),
  zone: z.string(),
  /** Open hours by weekday, Monday first. */
  week: z.array(hoursSchema),
  /** Those of days that make up for days off; null: such days are free, as they always were. */
  makeUp: hoursSchema.nullable(),
  /** The last date of which it is sure, and from when on somebody is told that it comes; null when it never ends. */
  knownUntil: z.iso.date().nullable(),
  toldFrom: z.iso.date().nullable(),
  /** Days that are not as their weekday is; of one name that follow each other are one. `to` is its last day. */
  days: z.array(
    z.object({
      from: z.iso.date(),
      to: z.iso.date(),
      kind: z.enum(['off', 'make-up']),
      /** The holiday; null where nobody named it. */
      name: z.string().nullable(),
      hours: hoursSchema,
      /** What is announced can still change it. */
      isProvisional: z.boolean(),
    }),
  ),
});
export type CalendarDays = z.infer<typeof calendarDaysSchema>;
