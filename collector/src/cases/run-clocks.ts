import type { CaseChange } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { dueEvents } from './due-events.ts';
import { appendEvents, readDecidingEvents } from './log.ts';

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
  for (const row of rows) {
    const due = dueEvents(await readDecidingEvents(tx, row.id), row.policy, now);
    changes.push(await appendEvents(tx, row, due));
  }
  return changes;
}

/** When the next warning or breach is due; null when no clock runs. */
export async function nextClockAt(db: Store['db']): Promise<number | null> {
  const row = await db
    .selectFrom('case_clocks')
    .select((query) => query.fn.min('next_at').as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}
