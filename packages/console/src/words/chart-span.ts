const LEAST_SECONDS = 600;

/** Ends of a time axis (Unix seconds) around its points, which are in order: ten minutes at least, so that one point or a few lie in a scale people read. */
export function chartSpan(times: readonly number[]): [number, number] {
  const [from = 0] = times;
  const to = times.at(-1) ?? LEAST_SECONDS;
  const room = Math.max(0, LEAST_SECONDS - (to - from)) / 2;
  return [from - room, to + room];
}
