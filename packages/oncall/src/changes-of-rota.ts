import type { DutyChanges, Override, Span, Swap } from './changes.ts';
import type { Rota } from './rota-schema.ts';

/** What changes one rota, ready to be asked. */
export interface RotaChanges {
  isAway(person: string, at: number): boolean;
  /** Who takes somebody's duty by swaps; themselves without one. */
  takerOf(person: string, at: number): { person: string; swap: string | null };
  /** In the order in which they were agreed. */
  overrides: readonly Override[];
  /** Moments at which absences or swaps begin or end, sorted. */
  edges: readonly number[];
  /** Times in which somebody is away or a swap holds, in their order: outside of them turns are what they are. */
  moved: readonly Span[];
}

type Records = Pick<DutyChanges, 'absences' | 'overrides' | 'swaps'>;

/** True within a span. */
export function isIn(span: Span | null, at: number): boolean {
  return span !== null && span.from <= at && at < span.to;
}

const byAgreement = (a: { agreedAt: number; id: string }, b: { agreedAt: number; id: string }) =>
  a.agreedAt - b.agreedAt || (a.id < b.id ? -1 : 1);
const known = new WeakMap<Rota, Records & { own: RotaChanges }>();

/** Sorts out what is about one rota; done once for each rota and these very lists. */
export function changesOfRota(rota: Rota, { absences, overrides, swaps }: Records): RotaChanges {
  const before = known.get(rota);
  if (before?.absences === absences && before.overrides === overrides && before.swaps === swaps)
    return before.own;
  const ownSwaps = swaps.filter((one) => one.rota === rota.id).toSorted(byAgreement);
  const spans: Span[] = [
    ...absences,
    ...ownSwaps.flatMap(({ given, back }) => [given, ...(back === null ? [] : [back])]),
  ];
  const away = Map.groupBy(absences, ({ person }) => person);
  const own: RotaChanges = {
    isAway: (person, at) => away.get(person)?.some((one) => isIn(one, at)) ?? false,
    takerOf: (person, at) => takerOf(person, at, ownSwaps),
    overrides: overrides.filter((one) => one.rota === rota.id).toSorted(byAgreement),
    edges: [...new Set(spans.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b),
    moved: joinedSpans(spans),
  };
  known.set(rota, { absences, overrides, swaps, own });
  return own;
}

/** Spans in their order, those that touch as one (pure). */
export function joinedSpans(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const before = found.at(-1);
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to);
    else found.push({ from, to });
  }
  return found;
}

/** Each swap exchanges the two at once; a later one goes on from what the earlier ones made. */
function takerOf(person: string, at: number, swaps: readonly Swap[]) {
  let taker: { person: string; swap: string | null } = { person, swap: null };
  for (const swap of swaps) {
    if (taker.person === swap.person && isIn(swap.given, at)) taker = { person: swap.with, swap: swap.id };
    else if (taker.person === swap.with && isIn(swap.back, at))
      taker = { person: swap.person, swap: swap.id };
  }
  return taker;
}
