import { MOST_SLOW_DOWN } from '@watchcase/protocol';

/** What is seen of the load since the look before. */
export interface Load {
  /** How long the message that has waited longest has waited, milliseconds. */
  waitedMs: number;
  /** Messages were not taken since the last look: as many wait as may. */
  isFull: boolean;
  /** Messages taken a second. */
  taken: number;
  /** How long the look before is ago, milliseconds. */
  passedMs: number;
}

/** Readings a second that hosts would send if nobody asked them for less. */
export interface Demand {
  /** Of those that can be asked. */
  tellable: number;
  /** Of those that go on as they do. */
  fixed: number;
}

/** What one look hands to the next. */
export interface Regulation {
  because: 'well' | 'keeping-up' | 'too-much' | 'probing';
  /** Of so many readings of a stream one is wanted live; 1 = all. */
  slowDown: number;
  /** Messages a second that can be taken, as far as it is known; null while nothing has waited for long enough to tell. */
  capacity: number | null;
  /** Messages a second that were taken of late, averaged. */
  taken: number;
  /** Those since the look before alone. */
  takenLast: number;
  /** As it was seen: how it grows tells what will have waited soon. */
  waitedMs: number;
  /** Looks in a row at which something waited, or (negative) hardly anything did. */
  looks: number;
}

/** Nothing was seen yet. */
export const WELL: Regulation = {
  because: 'well',
  slowDown: 1,
  capacity: null,
  taken: 0,
  takenLast: 0,
  waitedMs: 0,
  looks: 0,
};

/** Between looks, milliseconds. */
export const LOOK_MS = 500;
/** Live readings that wait longer than this, or will have two looks later, are too many. */
const SLOW_MS = 1000;
/** While they wait for less, all that came was taken: how much more could be is not known. */
const QUICK_MS = 400;
/** So much of what can be taken is asked for; the rest is for what comes unevenly. */
const TARGET = 0.97;
/** What waits is to be taken within this time, beside what comes. */
const DRAIN_MS = 10_000;
/** Of what can be taken this is asked for, however much waits. */
const LEAST_TARGET = 0.2;
/** Over this time what is taken is averaged: commits make one look good, and the next bad. */
const AVERAGE_MS = 3000;
/** What can be taken is tried out while nothing waits: a little more with each look, and each time by more. */
const PROBE = { step: 0.00125, most: 0.05 };
/** Nearer to all than this is all. */
const NEAR = 1.05;
/** To tell a fleet something else is work, and most that is nearer than this to what it was told would be taken back soon. */
const CHANGE = 1.08;

/**
 * Decides how many readings hosts are asked to send live (pure). While something waits, what is taken is all that can be; what hosts would send is known from their intervals; so the word follows from the two at
 * once, instead of step by step with the time that telling and hearing take in between.
 */
export function decideSlowDown(before: Regulation, load: Load, demand: () => Demand): Regulation {
  const { waitedMs, isFull } = load;
  const isWaiting = isFull || waitedMs > QUICK_MS;
  const looks = isWaiting ? Math.max(0, before.looks) + 1 : Math.min(0, before.looks) - 1;
  const taken = averaged(before.taken, load);
  const capacity = capacityOf(before, load, { looks, taken });
  const next = { slowDown: before.slowDown, capacity, taken, takenLast: load.taken, waitedMs, looks };
  if (before.slowDown === 1) {
    if (!isWaiting) return { ...next, because: 'well', capacity: null };
    const isSlow = isFull || waitedMs + 2 * (waitedMs - before.waitedMs) > SLOW_MS;
    if (!isSlow || capacity === null) return { ...next, because: 'keeping-up' };
  }
  const slowDown = wanted((capacity ?? 0) * targetOf(waitedMs), demand());
  if (slowDown === 1) return { ...next, because: 'well', slowDown };
  return {
    ...next,
    because: isWaiting ? 'too-much' : 'probing',
    slowDown: settled(before.slowDown, slowDown),
  };
}

/** Only what is taken between two looks at which something waits is all that can be; a pause may be in one of the first two, so the better one counts. */
function capacityOf(
  { capacity, takenLast }: Regulation,
  load: Load,
  { looks, taken }: { looks: number; taken: number },
): number | null {
  if (looks === 1) return capacity;
  if (looks > 1) return capacity === null ? Math.max(takenLast, load.taken) : averaged(capacity, load);
  return capacity === null
    ? null
    : Math.max(capacity, taken) * (1 + Math.min(PROBE.most, -PROBE.step * looks));
}

function averaged(before: number, { taken, passedMs }: Load): number {
  return taken + (before - taken) * Math.exp(-passedMs / AVERAGE_MS);
}

function targetOf(waitedMs: number): number {
  return Math.max(LEAST_TARGET, TARGET - waitedMs / DRAIN_MS);
}

/** So that those who can be asked send what is left beside the others. */
function wanted(room: number, { tellable, fixed }: Demand): number {
  if (tellable + fixed <= room) return 1;
  const slowDown = room > fixed ? tellable / (room - fixed) : MOST_SLOW_DOWN;
  return slowDown < NEAR ? 1 : Math.min(MOST_SLOW_DOWN, slowDown);
}

function settled(before: number, wanted: number): number {
  return Math.max(before / wanted, wanted / before) < CHANGE ? before : wanted;
}
