import { describe, expect, it } from 'vitest';
import { scheduleOf } from '../../packages/backup/src/schedule/schedule.ts';
import type { ScheduleRecord } from '../../packages/backup/src/schedule/schedule-schema.ts';

/** Expected moments, counted a second time as nobody would in a product: each minute of three days is asked what the wall shows. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = [Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1)] as const;
const zones = [
  'Africa/Cairo',
  'America/New_York',
  'America/Santiago',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Chatham',
];

/** A rule, what it names on the wall (minute of the day), and who follows it. */
interface Rule {
  record: (zone: string) => ScheduleRecord;
  names: (minute: number) => boolean;
  by: 'cron at a fixed time' | 'cron of each hour' | 'systemd';
}

const times = [0, 15, 75, 90, 105, 150, 165, 180];
const textOf = (minute: number) =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
const rules: Rule[] = [
  ...times.flatMap((minute): Rule[] => {
    const [hour = '', rest = ''] = textOf(minute);
    const names = (one: number) => one === minute;
    return [
      {
        record: (zone) => ({ cron: `${Number(rest)} ${Number(hour)} * * *`, zone }),
        names,
        by: 'cron at a fixed time',
      },
      { record: (zone) => ({ onCalendar: `${hour}:${rest}`, zone }), names, by: 'systemd' },
    ];
  }),
  {
    record: (zone) => ({ cron: '*/20 * * * *', zone }),
    names: (one) => one % 20 === 0,
    by: 'cron of each hour',
  },
  {
    record: (zone) => ({ cron: '40 * * * *', zone }),
    names: (one) => one % 60 === 40,
    by: 'cron of each hour',
  },
  { record: (zone) => ({ onCalendar: 'hourly', zone }), names: (one) => one % 60 === 0, by: 'systemd' },
  { record: (zone) => ({ onCalendar: '*:0/20', zone }), names: (one) => one % 20 === 0, by: 'systemd' },
];

/** What the wall of a zone shows at each minute, as minutes since 1970 there. */
function wallsOf(zone: string) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const seen = new Map<number, number>();
  return (ms: number): number => {
    const known = seen.get(ms);
    if (known !== undefined) return known;
    const [, day, month, year, hour, minute] =
      /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d)$/.exec(format.format(ms)) ?? [];
    const wall =
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / MINUTE;
    seen.set(ms, wall);
    return wall;
  };
}

/** The hours in which the clocks of a zone are set. */
function nightsOf(wall: (ms: number) => number): number[] {
  const found: number[] = [];
  for (let at = YEAR[0]; at < YEAR[1]; at += HOUR) if (wall(at + HOUR) - wall(at) !== 60) found.push(at);
  return found;
}

/** What a walk from minute to minute runs into. */
function* walk(
  { names, by }: Rule,
  wall: (ms: number) => number,
  [from, to]: readonly [from: number, to: number],
) {
  const shown = new Set<number>();
  let before = wall(from - 12 * HOUR) - 1;
  for (let at = from - 12 * HOUR; at <= to; at += MINUTE) {
    const now = wall(at);
    const leftOut = Array.from({ length: Math.max(0, now - before - 1) }, (_, index) => before + 1 + index);
    before = now;
    const isFirst = !shown.has(now);
    shown.add(now);
    const due = names(now % 1440) && (isFirst || by === 'cron of each hour');
    const madeUp = by === 'cron at a fixed time' && leftOut.some((one) => names(one % 1440));
    if (at > from && (due || madeUp)) yield at;
  }
}

describe.each(zones)('nights in which clocks are set: %s', (zone) => {
  const wall = wallsOf(zone);
  const nights = nightsOf(wall);

  it('there are two in a year', () => expect(nights).toHaveLength(2));

  it.each(rules.map((rule) => [JSON.stringify(rule.record(zone)), rule] as const))('%s', (_, rule) => {
    const schedule = scheduleOf(rule.record(zone));
    for (const night of nights) {
      const [from, to] = [night - 30 * HOUR, night + 30 * HOUR];
      const found: number[] = [];
      for (let at = schedule.after(from); at !== null && at <= to; at = schedule.after(at)) found.push(at);
      const told = (list: readonly number[]) => list.map((at) => new Date(at).toISOString());
      expect(told(found)).toEqual(told([...walk(rule, wall, [from, to])]));
    }
  });
});
