import type { Severity } from '@watchcase/api';
import type { Roster } from '../notify/index.ts';

/** Whoever has a case, as its row says it. */
export interface Holders {
  assignee: string | null;
  acknowledgedBy: string | null;
  severity: string;
}

/** Says whether somebody who has a case can be reached: known in the roster, by at least one way. Each name is looked up once. */
export function reachIn(
  roster: Roster,
  now: number,
): (it: Holders) => 'reachable' | 'unreachable' | 'nobody' {
  const known = new Map<string, boolean>();
  const canBeReached = (name: string, severity: string) => {
    const key = `${severity} ${name}`;
    let reached = known.get(key);
    if (reached === undefined) {
      const person = roster.find(name);
      const asked = { severity: severity as Severity, reason: 'forgotten' as const, at: now };
      reached = person !== undefined && roster.waysOf(person.id, asked).length > 0;
      known.set(key, reached);
    }
    return reached;
  };
  return ({ assignee, acknowledgedBy, severity }) => {
    const names = [assignee, acknowledgedBy].filter((name) => name !== null);
    if (names.length === 0) return 'nobody';
    return names.some((name) => canBeReached(name, severity)) ? 'reachable' : 'unreachable';
  };
}
