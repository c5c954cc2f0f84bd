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

const STEPS = 240;

/** How old the newest copy of each location was at even steps between two moments (pure), Unix milliseconds; nothing before the first. */
export function ageColumns(points: readonly BackupPoint[], fromMs: number, toMs: number): LocationColumns {
  const locations = locationsOf(points);
  const step = (toMs - fromMs) / STEPS;
  const times = Array.from({ length: STEPS + 1 }, (_, at) => Math.round((fromMs + at * step) / 1000));
  const lines = locations.map((location) => {
    const own = points.filter((one) => one.location === location).map(({ at }) => seconds(at));
    let newest = -1;
    return times.map((time) => {
      while ((own[newest + 1] ?? Infinity) <= time) newest++;
      const made = own[newest];
      return made === undefined ? null : time - made;
    });
  });
  return { times, lines, locations };
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
