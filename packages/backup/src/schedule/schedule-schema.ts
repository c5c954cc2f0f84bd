import { durationSchema, isZone } from '@watchcase/runtime';
import { ScheduleError } from '@watchcase/runtime/schedule-fields';
import { z } from 'zod';
import { readCron } from './cron.ts';
import { readOnCalendar } from './on-calendar.ts';
import { readRrule } from './rrule.ts';

const zoneSchema = z.string().refine(isZone, 'expected a time zone such as Europe/Berlin');
const MINUTE_MS = 60_000;

/** When runs are expected, in the form people write. */
export const scheduleSchema = z
  .union([
    z.strictObject({
      /** So long after the one before. */
      every: z
        .string()
        .refine(
          (text) => durationSchema({ minMs: MINUTE_MS }).safeParse(text).success,
          'expected a duration such as 1d or 6h, a minute at least',
        ),
    }),
    z.strictObject({ cron: z.string().max(200), zone: zoneSchema }),
    z.strictObject({ onCalendar: z.string().max(200), zone: zoneSchema }),
    z.strictObject({ rrule: z.string().max(500), start: z.string().max(40), zone: zoneSchema }),
  ])
  .check(({ value, issues }) => {
    const [path, read] =
      'cron' in value
        ? ['cron', () => readCron(value.cron)]
        : 'onCalendar' in value
          ? ['onCalendar', () => readOnCalendar(value.onCalendar)]
          : 'rrule' in value
            ? ['rrule', () => readRrule(value.rrule, value.start)]
            : ['every', () => undefined];
    try {
      (read as () => unknown)();
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      issues.push({ code: 'custom', input: value, path: [path], message: error.message });
    }
  });
export type ScheduleRecord = z.infer<typeof scheduleSchema>;
