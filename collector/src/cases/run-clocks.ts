import { clocksOf, findPolicy } from '@watchcase/sla';
import type { CaseChange } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { appendEvents, type CaseRow, type EventDraft, readEvents, WATCHCASE } from './log.ts';

/** Records every warning and breach that is due at `now`, each once: what is in the log is not due any more. */
export async function runClocks(tx: Tx, now: number): Promise<CaseChange[]> {
  const rows = await tx
    .selectFrom('cases')
    .selectAll()
    .where('id', 'in', (query) =>
      query.selectFrom('case_clocks').select('case_id').where('next_at', '<=', now),
    )
    .orderBy('id')
    .execute();
  const changes: CaseChange[] = [];
  for (const row of rows) changes.push(await warn(tx, row, now));
  return changes;
}

async function warn(tx: Tx, row: CaseRow, now: number): Promise<CaseChange> {
  const events = await readEvents(tx, row.id);
  const drafts: EventDraft[] = [];
  const policy = findPolicy(row.policy);
  for (;;) {
    const due = clocksOf([...events, ...drafts], policy).find(
      (clock) => clock.nextAt !== null && clock.nextAt <= now,
    );
    if (due === undefined) break;
    const kind = due.nextPercent === 100 ? 'breached' : 'warning';
    const data = { target: due.target, percent: due.nextPercent, dueAt: new Date(due.dueAt).toISOString() };
    drafts.push({ time: now, kind, actor: WATCHCASE, text: '', data });
  }
  return appendEvents(tx, row, drafts);
}

/** When the next warning or breach is due; null when no clock runs. */
export async function nextClockAt(db: Store['db']): Promise<number | null> {
  const row = await db
    .selectFrom('case_clocks')
    .select((query) => query.fn.min('next_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}
