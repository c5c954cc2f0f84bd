import type { Severity } from '@watchcase/api';
import { wallIn } from '../../duty/walk-duty.ts';
import { type Channel, CHANNELS, REACH, zoneOf } from './reach.ts';

const DAY = 1440;

/** By which channels a person hears of something at a minute since 1970, and at which minute of each. A step that names a channel has it, whatever the person's rules say. */
export function waysAt(
  person: string,
  { at, severity, channel }: { at: number; severity: Severity; channel: string | null },
): { channel: Channel; due: number }[] {
  const { rules = [], quiet } = REACH[person] ?? {};
  const wall = wallIn(zoneOf(person), at * 60_000);
  const [day, minute] = [(Math.floor(wall / DAY) + 3) % 7, wall % DAY];
  const fitting = rules.filter(
    ({ severities, days, hours }) =>
      (severities?.includes(severity) ?? true) &&
      (days?.includes(day) ?? true) &&
      (hours === undefined || (hours[0] <= minute && minute < hours[1])),
  );
  const own = CHANNELS.flatMap((name) => {
    const afters = fitting.flatMap((rule) => (rule.channel === name ? [rule.after] : []));
    return afters.length === 0 ? [] : [{ channel: name, after: Math.min(...afters) }];
  });
  const asked = CHANNELS.filter((name) => name === channel).map((name) => ({ channel: name, after: 0 }));
  const all = CHANNELS.map((name) => ({ channel: name, after: 0 }));
  const chosen = asked.length > 0 ? asked : own.length > 0 ? own : all;
  return chosen.map(({ channel: name, after }) => {
    const begins = severity === 'critical' ? at : endOfQuiet(person, quiet, at);
    return {
      channel: name,
      due: severity === 'critical' ? at + after : endOfQuiet(person, quiet, begins + after),
    };
  });
}

/** The first minute from `at` on that is not in the quiet hours. */
function endOfQuiet(person: string, quiet: readonly [number, number] | undefined, at: number): number {
  if (quiet === undefined) return at;
  const isQuiet = (minute: number) => {
    const wall = wallIn(zoneOf(person), minute * 60_000) % DAY;
    return wall >= quiet[0] || wall < quiet[1];
  };
  if (!isQuiet(at)) return at;
  let minute = Math.floor(at);
  while (isQuiet(minute)) minute++;
  return minute;
}
