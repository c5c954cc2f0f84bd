import type { Severity } from '@watchcase/api';
import type { Roster } from '../notify/index.ts';
import { type AuditDecision, decideAudit } from './decide-audit.ts';
import type { OpenCase } from './read-open.ts';

/** A case that is not in order, and why. */
export interface Forgotten {
  it: OpenCase;
  why: Extract<AuditDecision, { overdue: unknown }>;
}

/** The cases among these that nobody is at and of which nothing is to come (pure). */
export function findForgotten(cases: readonly OpenCase[], roster: Roster, now: number): Forgotten[] {
  const reach = new Map<string, boolean>();
  const canBeReached = (name: string, severity: string) => {
    const key = `${severity} ${name}`;
    let known = reach.get(key);
    if (known === undefined) {
      const person = roster.find(name);
      const asked = { severity: severity as Severity, reason: 'forgotten' as const, at: now };
      known = person !== undefined && roster.waysOf(person.id, asked).length > 0;
      reach.set(key, known);
    }
    return known;
  };
  return cases.flatMap((it) => {
    const names = [it.assignee, it.acknowledgedBy].filter((name) => name !== null);
    const isReached = names.some((name) => canBeReached(name, it.severity));
    const why = decideAudit(
      {
        holder: isReached ? 'reachable' : names.length > 0 ? 'unreachable' : 'nobody',
        steps: { page: it.pageAt, chain: it.chainAt, clock: it.clockAt, audit: it.auditAt },
      },
      now,
    );
    return 'overdue' in why ? [{ it, why }] : [];
  });
}
