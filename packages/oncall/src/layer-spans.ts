import type { Span } from './changes.ts';
import type { RotaChanges } from './changes-of-rota.ts';
import { type Duty, type DutySpan, isSameDuty, lasting } from './duty.ts';
import type { PlannedLayer } from './plan-rota.ts';
import { settleTurn } from './settle.ts';

/** Who is on duty by one layer between two moments (pure), in order; neighbours that say the same are one. */
export function layerSpans(layer: PlannedLayer, { from, to }: Span, changes: RotaChanges): DutySpan[] {
  const begin = Math.max(from, layer.life.from);
  const end = Math.min(to, layer.life.to);
  if (begin >= end) return [];
  const { turns, plain } = layer;
  const found: DutySpan[] = [];
  let turn = turns.at(begin);
  let next = turns.beginOf(turn + 1);
  const isMoved = movedFrom(changes.moved);
  function take(open: number, close: number): void {
    for (let at = open; at < close; ) {
      while (next <= at) next = turns.beginOf(++turn + 1);
      const until = Math.min(close, next);
      const duty = plain[turn % plain.length];
      if (isMoved(at, until)) settleSpan(found, { layer, turn }, { from: at, to: until }, changes);
      else if (duty !== undefined) push(found, at, until, duty);
      at = until;
    }
  }
  if (layer.hours === undefined) take(begin, end);
  else layer.hours.each(begin, end, take);
  return found;
}

/** Adds a span, or makes the last one longer: nobody else has that yet. */
function push(found: DutySpan[], from: number, to: number, duty: Duty): void {
  const before = found.at(-1);
  if (before?.to === from && isSameDuty(before, duty)) before.to = to;
  else found.push(lasting(from, to, duty));
}

/** Whether a span meets one of these; asked in order, so that each is passed once. */
function movedFrom(moved: readonly Span[]): (from: number, to: number) => boolean {
  let index = 0;
  return (from, to) => {
    while (index < moved.length && (moved[index]?.to ?? 0) <= from) index++;
    const next = moved[index];
    return next !== undefined && next.from < to;
  };
}

/** A turn's span, cut where somebody goes or comes back. */
function settleSpan(
  found: DutySpan[],
  { layer, turn }: { layer: PlannedLayer; turn: number },
  span: Span,
  changes: RotaChanges,
): void {
  for (const { from, to } of cutAt(span, changes.edges)) {
    const duty = settleTurn(layer, turn, from, changes);
    if (duty !== null) push(found, from, to, duty);
  }
}

/** A span in pieces that begin and end at these moments, which are sorted (pure). */
export function cutAt({ from, to }: Span, moments: readonly number[]): Span[] {
  const inside = moments.filter((moment) => from < moment && moment < to);
  return [from, ...inside].map((begin, index) => ({ from: begin, to: inside[index] ?? to }));
}
