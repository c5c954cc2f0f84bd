import type { Span } from './changes.ts';
import type { DutySpan } from './duty.ts';

const DAY_MS = 86_400_000;
const LONGEST_MS = 31 * DAY_MS;
/** Longer than the longest event: what begins before the first month is either over by then or cut. */
const MARGIN_MS = LONGEST_MS + DAY_MS;
const MONTHS_BEFORE = 1;
const MONTHS_AFTER = 13;

/** The spans of a feed: of the month before `now` up to a year ahead, each from its true beginning, so that it is the same event tomorrow. Who is on duty without end has an event each month (UTC). */
export function feedSpans(preview: (span: Span) => readonly DutySpan[], now: number): DutySpan[] {
  const [begin, end] = [monthAfter(now, -MONTHS_BEFORE), monthAfter(now, MONTHS_AFTER)];
  return preview({ from: begin - MARGIN_MS, to: end + MARGIN_MS })
    .flatMap((span) => (span.to - span.from > LONGEST_MS ? byMonths(span) : [span]))
    .filter(({ from }) => from >= begin && from < end);
}

function monthAfter(at: number, months: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

function byMonths(span: DutySpan): DutySpan[] {
  const found: DutySpan[] = [];
  for (let { from } = span; from < span.to; ) {
    const to = Math.min(monthAfter(from, 1), span.to);
    found.push({ ...span, from, to });
    from = to;
  }
  return found;
}
