import { backoffMs, type Clock, type Log } from '@watchcase/runtime';

/** Does what must succeed before anything else may happen. */
export interface Trying {
  /** Resolves once `work` has succeeded. Rejects with its error when trying again is no use, or after `stop`. */
  until<T>(what: string, work: (attempt: number) => Promise<T>): Promise<T>;
  /** False while it does not. */
  succeeds(): boolean;
  /** The next failure is the last. */
  stop(): void;
}

const RETRY = { firstMs: 100, maxMs: 5000 };

/** Memory is ahead of the disk until the work succeeds: it is tried again with growing pauses. */
export function keepTrying(needs: {
  isLost(error: unknown): boolean;
  failed(): void;
  clock: Clock;
  log: Log;
}): Trying {
  const { clock, log } = needs;
  let healthy = true;
  let stopping = false;
  let wake: (() => void) | undefined;

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = clock.after(ms, resolve);
      wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  return {
    async until(what, work) {
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await work(attempt);
          healthy = true;
          return result;
        } catch (error) {
          if (needs.isLost(error)) throw error;
          healthy = false;
          needs.failed();
          if (stopping) throw error;
          log.error(
            { code: 'TURN_NOT_COMMITTED', what, attempt, err: error },
            'will be tried again; check disk and database',
          );
          await pause(backoffMs(attempt, RETRY, 0.5));
        }
      }
    },
    succeeds: () => healthy,
    stop() {
      stopping = true;
      wake?.();
    },
  };
}
