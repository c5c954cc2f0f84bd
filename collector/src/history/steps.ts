/** Resolutions that are kept; 0 = every reading. Milliseconds. */
export const RAW = 0;
export const FIVE_MINUTES = 300_000;
export const HOUR = 3_600_000;

/** Raw readings serve charts of up to this span, 5-minute averages up to the second. */
const RAW_SPAN_MS = 12 * HOUR;
const FIVE_MINUTE_SPAN_MS = 14 * 24 * HOUR;

/** The resolution that serves a chart best: the finest that is cheap for its span and still kept at its beginning. */
export function chooseStep(
  span: { fromMs: number; toMs: number },
  now: number,
  kept: { rawMs: number; fiveMinuteMs: number },
): number {
  const length = span.toMs - span.fromMs;
  if (length <= RAW_SPAN_MS && span.fromMs >= now - kept.rawMs) return RAW;
  return length <= FIVE_MINUTE_SPAN_MS && span.fromMs >= now - kept.fiveMinuteMs ? FIVE_MINUTES : HOUR;
}
