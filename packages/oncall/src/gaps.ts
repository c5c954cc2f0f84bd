import type { DutyChanges, Span } from './changes.ts';
import { planRota } from './plan-rota.ts';
import type { Rota } from './rota-schema.ts';

/** Where a rota must have somebody and has nobody (pure), of the spans its preview has between two moments. What is before its first layer is no gap. */
export function findGaps(
  rota: Rota,
  spans: readonly Span[],
  { from, to, calendars }: Span & Pick<DutyChanges, 'calendars'>,
): Span[] {
  const { covers, beginsAt } = planRota(rota, calendars);
  const begin = Math.max(from, beginsAt);
  if (begin >= to) return [];
  const needed: Span[] = [];
  const need = (first: number, end: number) => void needed.push({ from: first, to: end });
  if (covers === undefined) need(begin, to);
  else covers.each(begin, to, need);
  return withoutSpans(needed, spans);
}

/** What the first have and the second leave free; both in their order. */
function withoutSpans(needed: readonly Span[], taken: readonly Span[]): Span[] {
  const found: Span[] = [];
  let index = 0;
  for (const { from, to } of needed) {
    let at = from;
    while ((taken[index]?.to ?? Number.POSITIVE_INFINITY) <= at) index++;
    for (let next = index; at < to; next++) {
      const { from: begin, to: end } = taken[next] ?? { from: to, to };
      if (at < begin) found.push({ from: at, to: Math.min(begin, to) });
      at = Math.max(at, end);
      if (begin >= to) break;
    }
  }
  return found;
}
