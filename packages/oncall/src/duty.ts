import type { Span } from './changes.ts';

/** Why these people are on duty: it is their turn, two have swapped, the next one stands in for who is away, others were named; or why nobody is. */
export type DutyReason = 'turn' | 'swap' | 'stands-in' | 'override' | 'no-layer' | 'all-away';

/** Who is on duty. */
export interface Duty {
  /** Ids of people, the first named first; empty when nobody is. */
  people: readonly string[];
  /** The layer that speaks; null where none does. */
  layer: string | null;
  reason: DutyReason;
  /** The override or swap that made it so. */
  record: string | null;
}

/** Who is on duty for how long. */
export interface DutySpan extends Duty, Span {}

/** A duty from one moment to another. Millions are made for previews: a literal is much faster than spreading. */
export function lasting(from: number, to: number, { people, layer, reason, record }: Duty): DutySpan {
  return { from, to, people, layer, reason, record };
}

/** The same people for the same reason. */
export function isSameDuty(a: Duty, b: Duty): boolean {
  return (
    a.reason === b.reason &&
    a.layer === b.layer &&
    a.record === b.record &&
    (a.people === b.people || isSameList(a.people, b.people))
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
