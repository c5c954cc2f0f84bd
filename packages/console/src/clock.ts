/** A call that has not happened yet, or one that happens again and again. */
export interface Timer {
  /** Forgets it; harmless when it is over. */
  cancel(): void;
}

/** The device's wall clock in Unix milliseconds; may be wrong, see state/server-time.ts. */
export function deviceNow(): number {
  return Date.now();
}

/** Calls `run` once after `delayMs` milliseconds. */
export function after(delayMs: number, run: () => void): Timer {
  const handle = setTimeout(run, delayMs);
  return { cancel: () => clearTimeout(handle) };
}

/** Calls `run` every `periodMs` milliseconds. */
export function every(periodMs: number, run: () => void): Timer {
  const handle = setInterval(run, periodMs);
  return { cancel: () => clearInterval(handle) };
}
