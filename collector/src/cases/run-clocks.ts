import type { CaseChange } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { comeBack } from './come-back.ts';
import { customersOf } from './customers-of.ts';
import { dueEvents } from './due-events.ts';
import { appendEvents, type CaseRow, WATCHCASE } from './log.ts';

/**
 * Does what is due by itself at `now`, of the customers of some shards, or of all: records every warning and breach once (what is in the log is not due any more), opens
 * cases again whose time for that has come, and goes on with those that have waited long enough. The index knows which: no other case is looked at.
 */
export async function runClocks(tx: Tx, now: number, shards?: readonly number[]): Promise<CaseChange[]> {
  if (shards?.length === 0) return [];
  const due = tx
    .selectFrom('cases')
    .selectAll()
    .where('next_at', '<=', now)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(tx, shards)))
    .orderBy('next_at')
    .orderBy('id');
  const changes: CaseChange[] = [];
  // What comes back may become part of another case, which is read after that.
  for (const row of await due.where('comes_back_at', '<=', now).execute())
    changes.push(...(await comeBack(tx, row, now)));
  for (const row of await due.execute()) changes.push(await runDue(tx, row, now));
  return changes;
}

async function runDue(tx: Tx, row: CaseRow, now: number): Promise<CaseChange> {
  const due = await dueEvents(tx, row.id, now);
  const isOver = row.held_until !== null && row.held_until <= now;
  const data = { because: 'waited-long-enough' };
  const resumed = { time: now, kind: 'resumed' as const, actor: WATCHCASE, text: '', data };
  return appendEvents(tx, row, isOver ? [...due, resumed] : due);
}

/** When anything of a case happens by itself next, of the customers of some shards, or of all; null when nothing does. */
export async function nextClockAt(db: Store['db'], shards?: readonly number[]): Promise<number | null> {
  if (shards?.length === 0) return null;
  const row = await db
    .selectFrom('cases')
    .select('next_at')
    .where('next_at', 'is not', null)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(db, shards)))
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at ?? null;
}
