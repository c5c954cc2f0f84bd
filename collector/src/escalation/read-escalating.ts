import { movingEvents } from '@watchcase/api';
import { readLines } from '../cases/index.ts';
import type { CaseEvent, CaseEventKind } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';

/** Kinds on which an escalation depends. */
export const ESCALATING: ReadonlySet<CaseEventKind> = new Set<CaseEventKind>([
  ...movingEvents,
  'opened',
  'severity-raised',
  'terms',
  'warning',
  'breached',
  'chain',
  'escalated',
  'lapsed',
  'nobody-to-page',
]);

/** The parts of several cases' logs that their escalations follow from, by case, oldest first. */
export function readEscalating(
  db: Store['db'] | Tx,
  caseIds: readonly number[],
): Promise<Map<number, CaseEvent[]>> {
  return readLines(db, caseIds, [...ESCALATING]);
}
