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
  const due = await readDue(tx, now, shards);
  const back = due.filter(({ comes_back_at: at }) => at !== null && at <= now);
  const changes: CaseChange[] = [];
  for (const row of back) changes.push(...(await comeBack(tx, row, now)));
  // What came back may have become part of another case.
  for (const row of back.length === 0 ? due : await readDue(tx, now, shards))
    changes.push(await runDue(tx, row, now));
  return changes;
}

async function readDue(tx: Tx, now: number, shards?: readonly number[]): Promise<CaseRow[]> {
  if (shards === undefined) return (await selectDue(tx, now)).rows;
  return dueBy(tx, now).where('customer_id', 'in', customersOf(tx, shards)).execute();
}

function dueBy(db: Store['db'] | Tx, now: number) {
  return db
    .selectFrom('cases')
    .select(CASE_COLUMNS)
    .where('next_at', '<=', now)
    .orderBy('next_at')
    .orderBy('id');
}

const selectDue = prepared(dueBy);

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
  const [row] =
    shards === undefined
      ? (await selectNext(db)).rows
      : await nextOf(db).where('customer_id', 'in', customersOf(db, shards)).execute();
  return row?.next_at ?? null;
}

function nextOf(db: Store['db'] | Tx) {
  return db
    .selectFrom('cases')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1);
}

const selectNext = prepared(nextOf);
