import type { Clock } from './clock.ts';
import type { PlainLog } from './plain-log.ts';

/**
 * Named stop actions, run in exactly the reverse order of their registration, all of them within one
 * deadline: a part that hangs is named in the log and passed over, so that its neighbours are stopped all the same.
 */
export interface StopStack {
  /** Registers how to stop what was just started. */
  push(name: string, stop: () => void | Promise<void>): void;
  /** Stops everything once; further calls return the same promise. Resolves before `deadlineMs` have passed. */
  stop(deadlineMs: number): Promise<void>;
}

interface Part {
  name: string;
  stop: () => void | Promise<void>;
}

/** Builds an empty stop stack; failures while stopping are logged, never thrown. */
export function createStopStack(clock: Clock, log: Pick<PlainLog, 'error'>): StopStack {
  const parts: Part[] = [];
  let running: Promise<void> | undefined;

  async function stopAll(deadlineMs: number): Promise<void> {
    const startedAt = clock.monotonic();
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      // Half of what is left: however many hang, there is time for the next.
      const patienceMs = (deadlineMs - (clock.monotonic() - startedAt)) / 2;
      await waitFor(part, patienceMs);
    }
  }

  function waitFor(part: Part, patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(patienceMs, () => {
        log.error({ part: part.name }, 'has not stopped in time and is left behind');
        resolve();
      });
      void stopPart(part).then(() => {
        timer.cancel();
        resolve();
        return undefined;
      });
    });
  }

  async function stopPart(part: Part): Promise<void> {
    try {
      await part.stop();
    } catch (error) {
      log.error({ part: part.name, err: error }, 'could not be stopped cleanly');
    }
  }

  return {
    push: (name, stop) => void parts.push({ name, stop }),
    stop: (deadlineMs) => (running ??= stopAll(deadlineMs)),
  };
}
