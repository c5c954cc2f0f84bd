const LEAST_SECONDS = 600;

/** Ends of a time axis (Unix seconds) around its points: ten minutes at least, so that one point or a few lie in a scale people read. */
export function chartSpan(from: number | null, to: number | null): [number, number] {
  if (from === null || to === null) return [0, LEAST_SECONDS];
  const room = Math.max(0, LEAST_SECONDS - (to - from)) / 2;
  return [from - room, to + room];
}
