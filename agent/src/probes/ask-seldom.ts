/**
 * Asks for something that changes slowly: an answer stands for `keepMs`, a failure is not kept. `now` is Unix milliseconds; when the clock was set back
 * it is asked again.
 */
export function askSeldom<T>(keepMs: number, ask: () => Promise<T>): (now: number) => Promise<T> {
  let kept: { at: number; answer: T } | undefined;
  return async (now) => {
    const age = kept === undefined ? Number.POSITIVE_INFINITY : now - kept.at;
    if (kept !== undefined && age >= 0 && age < keepMs) return kept.answer;
    kept = undefined;
    const answer = await ask();
    kept = { at: now, answer };
    return answer;
  };
}
