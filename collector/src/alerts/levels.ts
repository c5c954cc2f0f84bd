import { type Severity, severities } from '@watchcase/api';

/** How long levels of a rule have held without a break, milliseconds of observed time. A level that is not named held as long as the next worse one. */
export type Held = Readonly<Partial<Record<Severity, number>>>;

/** What has held when `severity` is the worst level that holds now, and `passedMs` were observed since the sample before (pure). */
export function holdLevels(before: Held, severity: Severity, passedMs: number): Held {
  const held: Partial<Record<Severity, number>> = {};
  let longestMs = 0;
  for (const [level, ms] of entriesOf(before)) {
    if (rank(level) <= rank(severity)) held[level] = ms + passedMs;
    // As long as a worse level held, this one did.
    else longestMs = Math.max(longestMs, ms + passedMs);
  }
  held[severity] ??= longestMs;
  return held;
}

/** The worst level that has held for `forMs`; null when none has. */
export function ripest(held: Held, forMs: number): Severity | null {
  return entriesOf(held).reduce<Severity | null>(
    (found, [level, ms]) => (ms >= forMs ? worst(found, level) : found),
    null,
  );
}

/** The levels worse than one. */
export function above(held: Held, severity: Severity): Held {
  return Object.fromEntries(entriesOf(held).filter(([level]) => rank(level) > rank(severity)));
}

/** How bad, from 0; -1 for nothing. */
export function rank(severity: Severity | null): number {
  return severity === null ? -1 : severities.indexOf(severity);
}

/** The worse of two. */
export function worst(a: Severity | null, b: Severity | null): Severity | null {
  return rank(a) >= rank(b) ? a : b;
}

/** The milder of two: neither hysteresis nor a level that holds counts beyond what the alert has reached. */
export function least(a: Severity | null, b: Severity): Severity | null {
  return rank(a) <= rank(b) ? a : b;
}

function entriesOf(held: Held): [Severity, number][] {
  return Object.entries(held) as [Severity, number][];
}
