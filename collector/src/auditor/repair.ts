import type { Severity } from '@watchcase/api';
import { appendEvents, WATCHCASE } from '../cases/index.ts';
import { rebuildEscalation } from '../escalation/index.ts';
import type { CaseChange } from '../model/index.ts';
import { pageForgotten, type RecordLine, type Roster } from '../notify/index.ts';
import type { Tx } from '../store/index.ts';
import { againAfterMs } from './decide-audit.ts';
import type { Forgotten } from './find-forgotten.ts';

/** What repairing needs. */
export interface RepairContext {
  roster: Roster;
  record: RecordLine;
  /** Unix milliseconds. */
  now: number;
}

/** Says in the timeline of a case that nobody is at it, lets its chain follow from its log anew, asks for somebody by a second way, and notes when that is to be looked at again. */
export async function repairForgotten(
  tx: Tx,
  { it, why }: Forgotten,
  context: RepairContext,
): Promise<CaseChange> {
  const { now } = context;
  const repairs = (it.repairs ?? 0) + 1;
  const nextAt = now + againAfterMs({ repairs, isRecovered: it.recoveredAt !== null });
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', it.id).executeTakeFirstOrThrow();
  const again = new Date(nextAt).toISOString();
  const data = { because: why.because, ...(why.overdue === null ? {} : { overdue: why.overdue }), again };
  const change = await appendEvents(tx, row, [
    { time: now, kind: 'forgotten', actor: WATCHCASE, text: '', data },
  ]);
  // What stands in the index of its chain may not be what its log says.
  await rebuildEscalation(tx, it.id);
  const seq = row.last_seq + 1;
  await pageForgotten(tx, { caseId: it.id, seq, severity: row.severity as Severity }, context);
  const columns = { next_at: nextAt, repairs };
  await tx
    .insertInto('case_audits')
    .values({ case_id: it.id, ...columns })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(columns))
    .execute();
  return change;
}
