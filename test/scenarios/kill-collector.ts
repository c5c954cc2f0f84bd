import type { House } from './house.ts';
import { pause } from './pause.ts';

/** How often to kill, and between which pauses, milliseconds. */
export interface KillPlan {
  kills: number;
  /** In [0, 1), seeded. */
  random(): number;
  /** Longest time the collector is left running, and left dead. */
  upMs: number;
  downMs: number;
}

/** Every fourth kill or so hits a collector that has not finished starting. */
const IN_START = 0.25;
const START_MS = 1500;

/** `kill -9` of the collector at seeded moments, over and over; resolves when the last new one serves. */
export async function killCollector(house: House, plan: KillPlan): Promise<void> {
  const { kills, random, upMs, downMs } = plan;
  for (let kill = 0; kill < kills; kill++) {
    await pause(random() * upMs);
    await house.kill();
    await pause(random() * downMs);
    if (random() < IN_START && kill + 1 < kills) {
      await house.collector.startAndKill(random() * START_MS);
      kill++;
    }
    await house.collector.restart();
  }
}
