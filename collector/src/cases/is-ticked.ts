import { type PlaybookStep, stepKey, tickEvents, ticksOf } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

/** Whether somebody has done this step in this case. */
export async function isTicked(tx: Tx, caseId: number, { playbook, step }: PlaybookStep): Promise<boolean> {
  const rows = await tx
    .selectFrom('case_events')
    .select(['kind', 'time', 'actor', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', tickEvents)
    .orderBy('seq')
    .execute();
  return ticksOf(rows).has(stepKey(playbook, step));
}
