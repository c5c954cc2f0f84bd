import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { pause } from '../../test/scenarios/pause.ts';
import type { ChainHouse } from './house.ts';

/** What is killed. */
export type Part = 'collector' | 'postgres' | 'farSide';

/** Kills that are still to be made, and those that were. */
export interface Killing {
  left: number;
  made: Record<Part, number>;
}

/**
 * Longest time that each part serves before its next kill, milliseconds; half of them come in the first quarter of it. Where the start of a collector has taken long, so does
 * that time: a busy machine gets anywhere, too.
 */
const UP_MS = { collector: 5000, postgres: 5000, farSide: 4000 };
/** Longest time that something is left dead. */
const DOWN_MS = 600;
/** Whether a collector that is started again is killed before it has started, and the next one as well; so long after at most, or as long as a start takes. */
const IN_START = 0.6;
const START_MS = 1500;
/** What is up again at once would be killed far more often than a collector: so often for each kill of a collector at most. */
const SERVER_SHARE = 2;
/** A collector that gives up since its database is away is started again, as a supervisor does. */
const RESTART_MS = 300_000;

/**
 * Kills each part of the house in a loop of its own, all at once, until no kill is left, and leaves all of them running. `randomOf` gives each part its own numbers in [0, 1), so that what one
 * of them does says nothing about the moments of another.
 */
export async function killParts(
  house: ChainHouse,
  killing: Killing,
  randomOf: (part: Part) => () => number,
): Promise<void> {
  const { collector, postgres, far } = house;
  const loops = [killCollector(collector, killing, randomOf('collector'))];
  loops.push(killServer(far, 'farSide', killing, randomOf('farSide')));
  if (postgres !== undefined) loops.push(killServer(postgres, 'postgres', killing, randomOf('postgres')));
  await Promise.all(loops);
}

const TELL = 50;

/** Whether one more kill is to be made; counts it, and tells of every fiftieth. */
function take(killing: Killing, part: Part): boolean {
  if (killing.left === 0) return false;
  killing.left--;
  killing.made[part]++;
  if (killing.left % TELL === 0) process.stderr.write(`${killing.left} kills left\n`);
  return true;
}

async function killCollector(
  collector: ChainHouse['collector'],
  killing: Killing,
  random: () => number,
): Promise<void> {
  for (let startedMs = 0; ; ) {
    await pause(random() ** 2 * Math.max(UP_MS.collector, 3 * startedMs));
    if (!take(killing, 'collector')) return;
    await collector.kill();
    await pause(random() * DOWN_MS);
    while (random() < IN_START && take(killing, 'collector'))
      await collector.startAndKill(random() * Math.max(START_MS, startedMs));
    const from = systemClock.monotonic();
    await eventually(() => collector.restart().then(() => true), { timeoutMs: RESTART_MS });
    startedMs = systemClock.monotonic() - from;
  }
}

async function killServer(
  server: { kill(): Promise<void>; restart(): Promise<void> },
  part: 'postgres' | 'farSide',
  killing: Killing,
  random: () => number,
): Promise<void> {
  for (;;) {
    await pause(random() ** 2 * UP_MS[part]);
    const downMs = random() * DOWN_MS;
    if (killing.left > 0 && killing.made[part] > SERVER_SHARE * (killing.made.collector + 1)) continue;
    if (!take(killing, part)) return;
    await server.kill();
    await pause(downMs);
    await server.restart();
  }
}
