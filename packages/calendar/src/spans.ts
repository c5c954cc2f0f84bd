/** A part of a day, in minutes since midnight on the wall. */
export interface DaySpan {
  from: number;
  to: number;
}

const SPAN = /^(?<h1>\d{2}):(?<m1>\d{2})-(?<h2>\d{2}):(?<m2>\d{2})$/;
const DAY_MINUTES = 1440;

/** Reads `09:00-12:30`; `24:00` is the day's end. Undefined when it is no span, or ends before it begins. */
export function parseSpan(text: string): DaySpan | undefined {
  const { h1, m1, h2, m2 } = SPAN.exec(text)?.groups ?? {};
  if (Number(m1) > 59 || Number(m2) > 59) return undefined;
  const [from, to] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)];
  return from < to && to <= DAY_MINUTES ? { from, to } : undefined;
}

/** Days of the week as calendars name them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Reads `mon` or `mon-fri`: positions of weekdays, 0 = Monday. Undefined when it is neither. */
export function parseWeekdays(text: string): number[] | undefined {
  const [first = -1, last = first, ...more] = text
    .split('-')
    .map((name) => weekdays.findIndex((weekday) => weekday === name));
  if (more.length > 0 || first < 0 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
