/** What one connection may cost: its packets are taken at a pace at which those beside it go on. */
export interface Pace {
  /** Tells the time, monotonic milliseconds; then whether another packet may be taken. */
  isSpent(now: number): boolean;
  /** A packet of so many bytes was taken. */
  spend(bytes: number): void;
}

/** More than any agent sends, back-fill included; what is saved up is taken at once, so six connections of the longest messages cost a moment's heap 12 MiB. A unit is a packet, or this many bytes. */
const UNITS_PER_MS = 1;
const MOST_UNITS = 1000;
const UNIT_BYTES = 2048;

/** A connection begins with all it may save up. `now` is monotonic milliseconds. */
export function createPace(now: number): Pace {
  let units = MOST_UNITS;
  let at = now;
  return {
    isSpent(time) {
      units = Math.min(MOST_UNITS, units + (time - at) * UNITS_PER_MS);
      at = time;
      return units <= 0;
    },
    spend(bytes) {
      units -= 1 + bytes / UNIT_BYTES;
    },
  };
}
