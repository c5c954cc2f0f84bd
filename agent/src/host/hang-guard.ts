import type { Clock } from '@watchcase/runtime/light';

/** Asks a file system, in turn with other questions; null when it has not answered in time or is not asked now. */
export type GuardedAsk = <T>(key: string, ask: () => Promise<T>) => Promise<T | null>;

/**
 * Guards questions to file systems that may never answer (a network mount whose server is gone): such a call holds one of
 * Node's four threads until it ends. One question is asked at a time; a key whose last question has no answer yet is not asked
 * again until it has one; and while `mostHanging` questions have none, nothing is asked. A question that fails rejects.
 */
export function createHangGuard(of: {
  clock: Clock;
  timeoutMs: number;
  mostHanging: number;
  /** Told once when a question is given up. */
  onHang(key: string): void;
}): GuardedAsk {
  const open = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  function askNow<T>(key: string, ask: () => Promise<T>): Promise<T | null> {
    open.add(key);
    return new Promise((resolve, reject) => {
      const timer = of.clock.after(of.timeoutMs, () => {
        of.onHang(key);
        resolve(null);
      });
      ask()
        .then(resolve, reject)
        .finally(() => {
          timer.cancel();
          open.delete(key);
        })
        .catch(() => undefined);
    });
  }

  return <T>(key: string, ask: () => Promise<T>) => {
    const result = turn.then(() => (open.has(key) || open.size >= of.mostHanging ? null : askNow(key, ask)));
    turn = result.catch(() => undefined);
    return result;
  };
}
