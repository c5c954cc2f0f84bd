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

/** `kill -9` of the collector at seeded moments, over and over; resolves when the last new one serves. */
export async function killCollector(house: House, plan: KillPlan): Promise<void> {
  for (let kill = 0; kill < plan.kills; kill++) {
    await pause(plan.random() * plan.upMs);
    await house.killAndRestart(plan.random() * plan.downMs);
  }
}
