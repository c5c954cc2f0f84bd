import type { BackupDrill, BackupPoint } from '@watchcase/api';
import type { Columns } from './joined-columns.ts';

/** Columns of a chart, and of which location each line is. */
export interface LocationColumns extends Columns {
  locations: readonly string[];
}

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);

function locationsOf(points: readonly BackupPoint[]): string[] {
  return [...new Set(points.map(({ location }) => location))].toSorted();
}

/** How large the newest copy of each location was (pure): one that has no size is a gap, and between two the earlier holds. */
export function sizeColumns(points: readonly BackupPoint[]): LocationColumns {
  const locations = locationsOf(points);
  const times = [...new Set(points.map(({ at }) => seconds(at)))].toSorted((a, b) => a - b);
  const lines = locations.map((location) => {
    const own = new Map(
      points.filter((one) => one.location === location).map(({ at, bytes }) => [seconds(at), bytes]),
    );
    let last: number | null = null;
    return times.map((time) => (last = own.has(time) ? (own.get(time) ?? null) : last));
  });
  return { times, lines, locations };
}

const DAY_S = 86_400;

/** How old the newest copy of each location grew at most, day by day from the first to a moment (pure), Unix milliseconds; nothing before the first copy of a location. */
export function ageColumns(points: readonly BackupPoint[], toMs: number): LocationColumns {
  const locations = locationsOf(points);
  const first = points[0];
  const end = Math.floor(toMs / 1000);
  const from = first === undefined ? end : seconds(first.at);
  const times = Array.from({ length: Math.ceil((end - from) / DAY_S) }, (_, at) =>
    Math.min(end, from + (at + 1) * DAY_S),
  );
  const lines = locations.map((location) => {
    const own = points.filter((one) => one.location === location).map(({ at }) => seconds(at));
    return times.map((time, at) => oldestWithin(own, times[at - 1] ?? from, time));
  });
  return { times, lines, locations };
}

/** How old the newest of some moments was at most between two others: right before the next came, or at the end; null before the first. */
function oldestWithin(made: readonly number[], from: number, to: number): number | null {
  const ages = made.flatMap((at, index) => {
    const until = Math.min(to, made[index + 1] ?? to);
    return at > to || until < from ? [] : [until - at];
  });
  return ages.length === 0 ? null : Math.max(...ages);
}

/** How long restores took that passed, the oldest first (pure). */
export function restoreColumns(drills: readonly BackupDrill[]): Columns {
  const passed = drills
    .filter(({ outcome }) => outcome === 'passed')
    .map(({ endedAt, durationSeconds }) => ({ time: seconds(endedAt), durationSeconds }))
    .toSorted((a, b) => a.time - b.time);
  return {
    times: passed.map(({ time }) => time),
    lines: [passed.map(({ durationSeconds }) => durationSeconds)],
  };
}
