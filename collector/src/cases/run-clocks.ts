import type { CaseChange } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import { CASE_COLUMNS } from './case-columns.ts';
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
  const { rows: due } = await selectDue(tx, now, shards);
  const back = due.filter(({ comes_back_at: at }) => at !== null && at <= now);
  const changes: CaseChange[] = [];
  for (const row of back) changes.push(...(await comeBack(tx, row, now)));
  // What came back may have become part of another case.
  for (const row of back.length === 0 ? due : (await selectDue(tx, now, shards)).rows)
    changes.push(await runDue(tx, row, now));
  return changes;
}

const selectDue = prepared((db, now: number, shards: readonly number[] | undefined) =>
  db
    .selectFrom('cases')
    .select(CASE_COLUMNS)
    .where('next_at', '<=', now)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(db, shards)))
    .orderBy('next_at')
    .orderBy('id'),
);

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
  const [row] = (await selectNext(db, shards)).rows;
  return row?.next_at ?? null;
}

const selectNext = prepared((db, shards: readonly number[] | undefined) =>
  db
    .selectFrom('cases')
    .select('next_at')
    .where('next_at', 'is not', null)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(db, shards)))
    .orderBy('next_at')
    .limit(1),
);
