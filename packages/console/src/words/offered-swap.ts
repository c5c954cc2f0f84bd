interface Turn {
  from: string;
  to: string;
  people: readonly string[];
}

/** Two moments, ISO 8601. */
interface Bounds {
  from: string;
  to: string;
}

/**
 * What two would most likely swap (pure): the next turn of the one that begins after `now` (Unix milliseconds) and is not the other's as well, for the next one of the other after that. Undefined where
 * there is none. `turns` in the order of time.
 */
export function offeredSwap(
  turns: readonly Turn[],
  { person, other, now }: { person: string; other: string; now: number },
): { given: Bounds | undefined; back: Bounds | undefined } {
  const next = (who: string, than: string, after: number) =>
    turns.find(
      ({ from, people }) => Date.parse(from) >= after && people.includes(who) && !people.includes(than),
    );
  const given = next(person, other, now);
  const back = given === undefined ? undefined : next(other, person, Date.parse(given.to));
  return { given: boundsOf(given), back: boundsOf(back) };
}

function boundsOf(turn: Turn | undefined): Bounds | undefined {
  return turn === undefined ? undefined : { from: turn.from, to: turn.to };
}
