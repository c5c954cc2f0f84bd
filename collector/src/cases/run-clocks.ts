import type { CaseChange } from '../model/index.ts';
import type { Store, Tx } from '../store/index.ts';
import { comeBack } from './come-back.ts';
import { dueEvents } from './due-events.ts';
import { appendEvents, readDecidingEvents, WATCHCASE } from './log.ts';

/**
 * Records every warning and breach that is due at `now`, each once: what is in the log is not due any more; and opens cases again whose time for that has come, and
 * goes on with those that have waited long enough. Of the customers of some shards, or of all.
 */
export async function runClocks(tx: Tx, now: number, shards?: readonly number[]): Promise<CaseChange[]> {
  if (shards?.length === 0) return [];
  const changes = [...(await runComebacks(tx, now, shards)), ...(await endHolds(tx, now, shards))];
  const rows = await tx
    .selectFrom('cases')
    .selectAll()
    .where('id', 'in', (query) =>
      query.selectFrom('case_clocks').select('case_id').where('next_at', '<=', now),
    )
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(tx, shards)))
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const due = dueEvents(await readDecidingEvents(tx, row.id), now);
    changes.push(await appendEvents(tx, row, due));
  }
  return changes;
}

async function runComebacks(tx: Tx, now: number, shards?: readonly number[]): Promise<CaseChange[]> {
  const rows = await tx
    .selectFrom('cases')
    .selectAll()
    .where('comes_back_at', '<=', now)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(tx, shards)))
    .orderBy('id')
    .execute();
  const changes: CaseChange[] = [];
  for (const row of rows) changes.push(...(await comeBack(tx, row, now)));
  return changes;
}

async function endHolds(tx: Tx, now: number, shards?: readonly number[]): Promise<CaseChange[]> {
  const rows = await tx
    .selectFrom('cases')
    .selectAll()
    .where('held_until', '<=', now)
    .$if(shards !== undefined, (cases) => cases.where('customer_id', 'in', customersOf(tx, shards)))
    .orderBy('id')
    .execute();
  const changes: CaseChange[] = [];
  for (const row of rows) {
    const due = dueEvents(await readDecidingEvents(tx, row.id), now);
    const data = { because: 'waited-long-enough' };
    const resumed = { time: now, kind: 'resumed' as const, actor: WATCHCASE, text: '', data };
    changes.push(await appendEvents(tx, row, [...due, resumed]));
  }
  return changes;
}

function customersOf(db: Store['db'], shards: readonly number[] = []) {
  return db.selectFrom('customers').select('id').where('shard', 'in', shards);
}

/** When the next warning or breach is due, of the customers of some shards, or of all; null when no clock runs. */
export async function nextClockAt(db: Store['db'], shards?: readonly number[]): Promise<number | null> {
  if (shards?.length === 0) return null;
  const row = await db
    .selectFrom('case_clocks')
    .select((query) => query.fn.min('next_at').as('at'))
    .$if(shards !== undefined, (clocks) =>
      clocks.where('case_id', 'in', (query) =>
        query.selectFrom('cases').select('id').where('customer_id', 'in', customersOf(db, shards)),
      ),
    )
    .executeTakeFirst();
  return row?.at ?? null;
}
