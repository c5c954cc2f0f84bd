/** Lets at most so many pieces of work run at once; the others wait in order. */
export interface Limit {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** Builds a limit of `most` at once. */
export function createLimit(most: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < most) {
      running++;
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
