/** Runs asynchronous work one piece at a time, in the order it was given. */
export interface Serial {
  /** Queues `work`; resolves or rejects with its result. A failure does not stop later work. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything queued so far has ended. */
  idle(): Promise<void>;
}

/** Builds an empty queue. */
export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = tail.then(work);
      tail = result.catch(() => undefined);
      return result;
    },
    async idle() {
      await tail;
    },
  };
}
