import { weekdayOf } from '@watchcase/calendar';
import { readOnCalendarFields } from '@watchcase/runtime/schedule-fields';
import { dateOf } from './date-of.ts';
import { minutesOf, type NextOnWall } from './wall.ts';

/** Reads what stands behind OnCalendar= of a systemd timer, to the minute; throws ScheduleError. A zone stands in a field of its own. */
export function readOnCalendar(text: string): NextOnWall {
  const { minutes, years, months, days, weekdays, isFromEnd } = readOnCalendarFields(text);
  return minutesOf({
    minutes,
    isOn(at) {
      const date = dateOf(at);
      const counted = isFromEnd ? date.lastDay - date.day + 1 : date.day;
      return (
        weekdays.has(weekdayOf(at)) && years.has(date.year) && months.has(date.month) && days.has(counted)
      );
    },
  });
}
