import type { Roster } from '../notify/index.ts';
import { type AuditDecision, decideAudit } from './decide-audit.ts';
import { reachIn } from './reach.ts';
import type { OpenCase } from './read-open.ts';

/** A case that is not in order, and why. */
export interface Forgotten {
  it: OpenCase;
  why: Extract<AuditDecision, { overdue: unknown }>;
}

/** The cases among these that nobody is at and of which nothing is to come (pure). */
export function findForgotten(cases: readonly OpenCase[], roster: Roster, now: number): Forgotten[] {
  const holderOf = reachIn(roster, now);
  return cases.flatMap((it) => {
    const { pageAt: page, chainAt: chain, clockAt: clock, auditAt: audit } = it;
    const why = decideAudit({ holder: holderOf(it), steps: { page, chain, clock, audit } }, now);
    return 'overdue' in why ? [{ it, why }] : [];
  });
}
