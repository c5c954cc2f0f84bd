import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/**
 * Named stop actions, run in exactly the reverse order of their registration, all of them within one
 * deadline, so that a part that hangs cannot keep its neighbours from stopping.
 */
export interface StopStack {
  /** Registers how to stop what was just started. */
  push(name: string, stop: () => void | Promise<void>): void;
  /** Stops everything once; further calls return the same promise. Resolves at `deadlineMs` at the latest. */
  stop(deadlineMs: number): Promise<void>;
}

/** Builds an empty stop stack; failures while stopping are logged, never thrown. */
export function createStopStack(clock: Clock, log: Log): StopStack {
  const entries: { name: string; stop: () => void | Promise<void> }[] = [];
  let running: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
      try {
        await entry.stop();
      } catch (error) {
        log.error({ part: entry.name, err: error }, 'could not be stopped cleanly');
      }
    }
  }

  return {
    push: (name, stop) => void entries.push({ name, stop }),
    stop(deadlineMs) {
      running ??= new Promise((resolve) => {
        const timer = clock.after(deadlineMs, () => {
          log.error({ waitingFor: entries.map((entry) => entry.name) }, 'stop deadline passed');
          resolve();
        });
        void stopAll().then(() => {
          timer.cancel();
          resolve();
        });
      });
      return running;
    },
  };
}
