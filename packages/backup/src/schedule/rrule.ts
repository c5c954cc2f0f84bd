import { ScheduleError } from '@watchcase/runtime/schedule-fields';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { NextOnWall } from './wall.ts';

const MINUTE_MS = 60_000;
const START = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const NUMBERS = /^-?\d+(?:,-?\d+)*$/;
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  COUNT: /^[1-9]\d{0,5}$/,
  UNTIL: /^\d{8}T\d{6}Z?$/,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: /^(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTH: NUMBERS,
  BYMONTHDAY: NUMBERS,
  BYYEARDAY: NUMBERS,
  BYWEEKNO: NUMBERS,
  BYSETPOS: NUMBERS,
  BYHOUR: NUMBERS,
  BYMINUTE: NUMBERS,
};

/**
 * Reads a recurrence rule of RFC 5545, of days at least, that begins at `start` (`2026-01-01T02:30`, as the wall shows it); throws ScheduleError. All of it is on the wall:
 * what becomes of leaps is not the rule's affair, so the library counts in UTC, where there are none.
 */
export function readRrule(text: string, start: string): NextOnWall {
  const rule = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  checkParts(rule);
  const begin = START.test(start) ? Date.parse(`${start}:00Z`) : Number.NaN;
  if (Number.isNaN(begin))
    throw new ScheduleError(`expected the first time as 2026-01-01T02:30, found "${start}"`);
  const floating = rule.replace(/UNTIL=(\d{8}T\d{6})Z?/, 'UNTIL=$1Z');
  const dtstart = Temporal.Instant.fromEpochMilliseconds(begin).toZonedDateTimeISO('UTC');
  const rrule = build(
    text,
    () => new RRuleTemporal({ rruleString: `RRULE:${floating}`, dtstart, temporal: Temporal, strict: true }),
  );
  return (after) => {
    const found = rrule.next(new Date(after * MINUTE_MS), false);
    return found === null ? null : Math.floor(found.epochMilliseconds / MINUTE_MS);
  };
}

function build<T>(text: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ScheduleError(`"${text}" is no rule: ${(error as Error).message}`);
  }
}

/** Reads more strictly than the library, which passes over what it does not know: a mistyped part would mean silence. */
function checkParts(rule: string): void {
  const parts = rule.split(';').map((part) => part.split('='));
  const names = parts.map(([name = '']) => name);
  for (const [name = '', value = ''] of parts) {
    const form = PARTS[name];
    if (form === undefined) throw new ScheduleError(`"${name}" is no part of a rule that goes by days`);
    if (!form.test(value) || /(?:^|,)-?0+(?:,|$)/.test(zeroed(name, value)))
      throw new ScheduleError(`${name} cannot be "${value}"`);
  }
  if (!names.includes('FREQ')) throw new ScheduleError('expected FREQ=DAILY, WEEKLY, MONTHLY or YEARLY');
  if (new Set(names).size < names.length) throw new ScheduleError('a part stands there twice');
  if (names.includes('COUNT') && names.includes('UNTIL'))
    throw new ScheduleError('COUNT and UNTIL cannot both end a rule');
}

/** Hours and minutes may be zero, days and months not. */
function zeroed(name: string, value: string): string {
  return name === 'BYHOUR' || name === 'BYMINUTE' ? '' : value;
}
