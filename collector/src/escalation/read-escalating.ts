import { movingEvents } from '@watchcase/api';
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
export async function readEscalating(
  db: Store['db'] | Tx,
  caseIds: readonly number[],
): Promise<Map<number, CaseEvent[]>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('case_events')
    .selectAll()
    .where('case_id', 'in', caseIds)
    .where('kind', 'in', [...ESCALATING])
    .orderBy('case_id')
    .orderBy('seq')
    .execute();
  const events = rows.map(
    ({ case_id, data, kind, ...rest }): CaseEvent => ({
      ...rest,
      caseId: case_id,
      kind: kind as CaseEventKind,
      data: JSON.parse(data) as Record<string, unknown>,
    }),
  );
  return Map.groupBy(events, ({ caseId }) => caseId);
}
