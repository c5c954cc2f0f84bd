import { type ClocksExplainedView } from '@watchcase/api';
import { explainClocks, type ExplainedRound } from '@watchcase/sla';
import type { Store } from '../store/index.ts';
import { foldCase } from './fold.ts';
import { owedColumns } from './owed-columns.ts';
import { resolverFor } from './owed-terms.ts';
import { readDecidingEvents } from './log.ts';

/** Why each clock of a case stands as it does at `now`; undefined when there is no such case. */
export async function explainCase(
  db: Store['db'],
  caseId: number,
  now: number,
): Promise<ClocksExplainedView | undefined> {
  const events = await readDecidingEvents(db, caseId);
  if (events.length === 0) return undefined;
  const { policy, clocks } = explainClocks(events, await resolverFor(db, events), now);
  return {
    case: `C-${caseId}`,
    policy,
    outside: owedColumns(foldCase(events).terms).outside,
    clocks: clocks.map(({ target, rounds }) => ({ target, rounds: rounds.map(roundView) })),
  };
}

function roundView(round: ExplainedRound): ClocksExplainedView['clocks'][number]['rounds'][number] {
  const { words, calendar, isProvisional, stoppedBy, outcome } = round;
  return {
    since: iso(round.since),
    promise: words,
    limitSeconds: round.limitMs / 1000,
    isOutsideHours: round.isOutside,
    calendar,
    due: iso(round.dueAt),
    isProvisional,
    counted: round.counted.map(({ from, to, calendar: on }) => ({
      from: iso(from),
      to: iso(to),
      calendar: on,
    })),
    countedSeconds: round.countedMs / 1000,
    pauses: round.pauses.map(({ from, to, reason }) => ({ from: iso(from), to: isoOrNull(to), reason })),
    warnings: round.warnings.map(({ percent, at, isTold }) => ({ percent, at: isoOrNull(at), isTold })),
    stoppedAt: isoOrNull(round.stoppedAt),
    stoppedBy,
    outcome,
  };
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
