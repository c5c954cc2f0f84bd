import type { ZoneClock } from '@watchcase/calendar';

/** Turns that follow each other on the wall, numbered from 0. */
export interface Turns {
  /** The number of the turn that a moment (Unix milliseconds) is in. */
  at(ms: number): number;
  /** When a turn begins. */
  beginOf(turn: number): number;
}

const DAY_MINUTES = 1440;

/** `first`: minutes on the wall since 1970; `lengths`: minutes on the wall, one after the other. Without lengths there is one turn without end. */
export function turnsOf(clock: ZoneClock, first: number, lengths: readonly number[]): Turns {
  const begins = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, one) => sum + one, 0));
  const cycle = lengths.reduce((sum, one) => sum + one, 0);
  const momentOf = (wall: number) => {
    const day = Math.floor(wall / DAY_MINUTES);
    return clock.momentOf(day, wall - day * DAY_MINUTES);
  };
  if (cycle === 0)
    return { at: () => 0, beginOf: (turn) => (turn <= 0 ? momentOf(first) : Number.POSITIVE_INFINITY) };

  const count = lengths.length;
  function beginOf(turn: number): number {
    const round = Math.floor(turn / count);
    return momentOf(first + round * cycle + (begins[turn - round * count] ?? 0));
  }
  return {
    beginOf,
    at(ms) {
      const passed = clock.wallAt(ms) - first;
      const round = Math.floor(passed / cycle);
      let turn = round * count + begins.findLastIndex((begin) => begin <= passed - round * cycle);
      // The wall goes back, and leaps: the moments themselves decide.
      while (beginOf(turn + 1) <= ms) turn++;
      while (beginOf(turn) > ms) turn--;
      return turn;
    },
  };
}
