import { weekdayOf } from '@watchcase/calendar';
import { readCronFields } from '@watchcase/runtime/schedule-fields';
import { dateOf } from './date-of.ts';
import { type Leaps, minutesOf, type NextOnWall } from './wall.ts';

/** Reads the five fields of a crontab as Debian's cron does; throws ScheduleError. Where the day of the month and that of the week are both named, one of them is enough. */
export function readCron(text: string): { next: NextOnWall; leaps: Leaps } {
  const { minutes, months, days, weekdays, isEither, isFixed } = readCronFields(text);
  return {
    leaps: isFixed ? 'catch-up' : 'every',
    next: minutesOf({
      minutes,
      isOn(at) {
        const date = dateOf(at);
        if (!months.has(date.month)) return false;
        const byDay = days.has(date.day);
        const byWeekday = weekdays.has(weekdayOf(at));
        return isEither ? byDay || byWeekday : byDay && byWeekday;
      },
    }),
  };
}
