import { type Range, rangeMs, ranges } from './time-range.ts';

/** The span of time that charts show, Unix milliseconds: the last so and so long, or one between two moments. */
export interface TimeWindow {
  range: Range | undefined;
  fromMs: number;
  toMs: number;
}

/** Nobody asks for less, and a pointer that slipped did not. */
const LEAST_MS = 10_000;

/** Reads it from an address: `from` and `to` as moments, else `range` (pure). What makes no sense is the last hour. */
export function windowOf(query: URLSearchParams, nowMs: number): TimeWindow {
  const fromMs = Date.parse(query.get('from') ?? '');
  const toMs = Date.parse(query.get('to') ?? '');
  if (toMs - fromMs >= LEAST_MS) return { range: undefined, fromMs, toMs };
  const range = ranges.find((one) => one === query.get('range')) ?? '1h';
  return { range, fromMs: nowMs - rangeMs(range), toMs: nowMs };
}

/** What an address says of a span between two moments (pure); undefined of one that is too short. */
export function windowQuery(
  fromMs: number,
  toMs: number,
): Record<'from' | 'to' | 'range', string> | undefined {
  const [first, last] = fromMs < toMs ? [fromMs, toMs] : [toMs, fromMs];
  if (!(last - first >= LEAST_MS)) return undefined;
  return { from: momentOf(first), to: momentOf(last), range: '' };
}

/** The same span, half of its length earlier (-1) or later (1); never beyond now (pure). */
export function movedWindow({ fromMs, toMs }: TimeWindow, way: -1 | 1, nowMs: number) {
  const step = Math.min(((toMs - fromMs) / 2) * way, nowMs - toMs);
  return windowQuery(fromMs + step, toMs + step);
}

function momentOf(ms: number): string {
  return new Date(Math.round(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
