import type { Clock } from '@watchcase/runtime/light';

/** What came of a question: its answer; `silent` while it has none; `unasked` when too many others have none. */
export type Guarded<T> = { answer: T } | 'silent' | 'unasked';

/** Asks a file system, beside other questions. A question that fails rejects. */
export type GuardedAsk = <T>(key: string, ask: () => Promise<T>) => Promise<Guarded<T>>;

let held = 0;

/** How many of this process' threads are held by questions that hang. */
export function heldThreads(): number {
  return held;
}

interface Question {
  hangs: boolean;
  answer: Promise<Guarded<unknown>>;
}

/**
 * Guards questions to file systems that may never answer (a network mount whose server is gone): such a call holds one of Node's threads until it ends. At
 * most `atOnce` questions are under way; one that has taken `timeoutMs` counts as hanging, is not waited for and not asked again until it has answered, and
 * makes room for the next. Whoever asks what is being asked already is given the same answer. While `mostHanging` hang, nothing new is asked.
 */
export function createHangGuard(of: {
  clock: Clock;
  timeoutMs: number;
  atOnce: number;
  mostHanging: number;
  /** How long a question may wait for others before it counts as unasked; for ever when not given. */
  waitMs?: number;
  /** Told once when a question is given up. */
  onHang(key: string): void;
}): GuardedAsk {
  const { clock } = of;
  const open = new Map<string, Question>();
  const waiting: (() => void)[] = [];
  let hanging = 0;

  const isFull = () => open.size - hanging >= of.atOnce;

  function makeRoom(): void {
    while (waiting.length > 0 && !isFull()) waiting.shift()?.();
  }

  function begin<T>(key: string, ask: () => Promise<T>): Promise<Guarded<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Guarded<T>>();
    const question: Question = { hangs: false, answer: promise };
    open.set(key, question);
    const timer = clock.limit(of.timeoutMs, () => {
      question.hangs = true;
      hanging += 1;
      held += 1;
      of.onHang(key);
      resolve('silent');
      makeRoom();
    });
    const end = () => {
      timer.cancel();
      open.delete(key);
      if (question.hangs) {
        hanging -= 1;
        held -= 1;
      }
      makeRoom();
    };
    ask()
      .finally(end)
      .then((answer) => resolve({ answer }), reject);
    return promise;
  }

  function wait<T>(key: string, ask: () => Promise<T>): Promise<Guarded<T>> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        timer?.cancel();
        guarded(key, ask).then(resolve, reject);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        resolve('unasked');
      };
      const timer = of.waitMs === undefined ? undefined : clock.limit(of.waitMs, giveUp);
      waiting.push(enter);
    });
  }

  function guarded<T>(key: string, ask: () => Promise<T>): Promise<Guarded<T>> {
    const known = open.get(key);
    if (known !== undefined)
      return known.hangs ? Promise.resolve('silent') : (known.answer as Promise<Guarded<T>>);
    if (hanging >= of.mostHanging) return Promise.resolve('unasked');
    return isFull() ? wait(key, ask) : begin(key, ask);
  }

  return guarded;
}
