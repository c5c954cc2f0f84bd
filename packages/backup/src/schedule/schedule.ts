import { zoneClock } from '@watchcase/calendar';
import { parseDuration } from '@watchcase/runtime';
import { readCron } from './cron.ts';
import { readOnCalendar } from './on-calendar.ts';
import { readRrule } from './rrule.ts';
import type { ScheduleRecord } from './schedule-schema.ts';
import { type Leaps, momentAfter, type NextOnWall } from './wall.ts';

/** When runs are expected. */
export interface Schedule {
  /** The first expected moment after another (Unix milliseconds), which for a period is that of the last run; null when none comes any more. */
  after(ms: number): number | null;
}

/** The schedule that a record describes; throws ScheduleError for one that `scheduleSchema` does not take. */
export function scheduleOf(record: ScheduleRecord): Schedule {
  if ('every' in record) {
    const everyMs = parseDuration(record.every) ?? 0;
    return { after: (ms) => ms + everyMs };
  }
  const { next, leaps } = readRule(record);
  // The first of a process takes a tenth of a second: when a policy is read, not when many jobs wait to be judged.
  const clock = zoneClock(record.zone);
  return { after: remembering((ms) => momentAfter(next, { clock, leaps }, ms)) };
}

/** Moments that many jobs of one policy ask for are the same few. */
const REMEMBERED = 4;

/** Between a moment that was asked for and the answer there is no other one: whoever asks from within gets the same. */
function remembering(after: Schedule['after']): Schedule['after'] {
  const spans: { from: number; to: number }[] = [];
  return (ms) => {
    const known = spans.find(({ from, to }) => from <= ms && ms < to);
    if (known !== undefined) return known.to;
    const to = after(ms);
    if (to === null) return null;
    const same = spans.find((one) => one.to === to);
    if (same !== undefined) same.from = Math.min(same.from, ms);
    else if (spans.push({ from: ms, to }) > REMEMBERED) spans.shift();
    return to;
  };
}

function readRule(record: Exclude<ScheduleRecord, { every: string }>): { next: NextOnWall; leaps: Leaps } {
  if ('cron' in record) return readCron(record.cron);
  if ('onCalendar' in record) return { next: readOnCalendar(record.onCalendar), leaps: 'skip' };
  return { next: readRrule(record.rrule, record.start), leaps: 'catch-up' };
}
