import { systemClock } from '@watchcase/runtime';

/** Lets the wall clock go on: for disturbances at seeded moments and for the beat of played hosts, never to wait for a result. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(ms, resolve);
  });
}
