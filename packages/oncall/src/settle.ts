import type { Override } from './changes.ts';
import type { RotaChanges } from './changes-of-rota.ts';
import type { Duty } from './duty.ts';
import type { PlannedLayer } from './plan-rota.ts';

/**
 * Who is on duty for a turn at a moment, once swaps and absences are taken in; null when everybody of the layer is away. Who is away is never on duty: others of the turn are,
 * else the next in order who is there stands in, and in the end whoever has given the turn away.
 */
export function settleTurn(
  layer: PlannedLayer,
  turn: number,
  at: number,
  changes: Pick<RotaChanges, 'isAway' | 'takerOf'>,
): Duty | null {
  const { name, slots } = layer;
  const slotOf = (number: number) => slots[number % slots.length] ?? [];
  const takers = slotOf(turn).map((person) => changes.takerOf(person, at));
  const there = takers.filter(({ person }) => !changes.isAway(person, at));
  if (there.length > 0) {
    const record = there.find(({ swap }) => swap !== null)?.swap ?? null;
    const people = [...new Set(there.map(({ person }) => person))];
    return { people, layer: name, reason: record === null ? 'turn' : 'swap', record };
  }
  for (let next = turn + 1; next <= turn + slots.length; next++) {
    const people = slotOf(next).filter((person) => !changes.isAway(person, at));
    if (people.length > 0) return { people, layer: name, reason: 'stands-in', record: null };
  }
  return null;
}

/** What an override makes of a duty; the same when it does not touch it, or all whom it names are away. */
export function overridden(
  duty: Duty,
  { id, people, instead }: Override,
  isThere: (person: string) => boolean,
): Duty {
  const there = people.filter(isThere);
  if (there.length === 0) return duty;
  if (instead === null) return { people: there, layer: null, reason: 'override', record: id };
  if (!duty.people.includes(instead)) return duty;
  const after = duty.people.flatMap((person) => (person === instead ? there : [person]));
  return { people: [...new Set(after)], layer: duty.layer, reason: 'override', record: id };
}
