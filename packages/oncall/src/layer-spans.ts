import type { Span } from './changes.ts';
import type { RotaChanges } from './changes-of-rota.ts';
import { type DutySpan, lasting } from './duty.ts';
import type { PlannedLayer } from './plan-rota.ts';
import { settleTurn } from './settle.ts';

/** Who is on duty by one layer between two moments (pure), in order. */
export function layerSpans(layer: PlannedLayer, { from, to }: Span, changes: RotaChanges): DutySpan[] {
  const begin = Math.max(from, layer.life.from);
  const end = Math.min(to, layer.life.to);
  if (begin >= end) return [];
  const open = layer.hours === undefined ? [{ from: begin, to: end }] : layer.hours.spans(begin, end);
  const { turns, plain } = layer;
  const found: DutySpan[] = [];
  let turn = turns.at(begin);
  let next = turns.beginOf(turn + 1);
  const isMoved = movedFrom(changes.moved);
  for (const part of open) {
    let at = part.from;
    while (at < part.to) {
      while (next <= at) next = turns.beginOf(++turn + 1);
      const until = Math.min(part.to, next);
      if (isMoved(at, until)) settleSpan(found, { layer, turn }, { from: at, to: until }, changes);
      else {
        const duty = plain[turn % plain.length];
        if (duty !== undefined) found.push(lasting(at, until, duty));
      }
      at = until;
    }
  }
  return found;
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
    if (duty !== null) found.push(lasting(from, to, duty));
  }
}

/** A span in pieces that begin and end at these moments, which are sorted (pure). */
export function cutAt({ from, to }: Span, moments: readonly number[]): Span[] {
  const inside = moments.filter((moment) => from < moment && moment < to);
  return [from, ...inside].map((begin, index) => ({ from: begin, to: inside[index] ?? to }));
}
