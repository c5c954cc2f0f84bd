import type { FollowUp, FollowUpQuery } from '@watchcase/api';
import type { Asker } from '../../access/index.ts';
import type { Snapshot } from '../../directory/index.ts';
import type { Store } from '../../store/index.ts';
import { among } from '../among.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { namedView } from './oncall.ts';
import { iso, isoOrNull } from './time.ts';

/** What a list is narrowed by: also to what is the asker's. */
type Wanted = FollowUpQuery & { asker: Pick<Asker, 'customers' | 'teams'>; now: number };

/** Calls that are due, the earliest first, or that were made, the last first. */
export async function listFollowUps(
  db: Store['db'],
  known: Snapshot,
  { limit, cursor, done, overdue, customer, asker, now }: Wanted,
): Promise<{ items: FollowUp[]; next: string | null }> {
  const isDone = done === 'true';
  const list = isDone ? 'calls made' : 'follow-ups';
  const key = isDone ? 'follow_ups.done_at' : 'follow_ups.due_at';
  const order = isDone ? 'desc' : 'asc';
  let select = selectFollowUps(db)
    .where('done_at', isDone ? 'is not' : 'is', null)
    .orderBy(key, order)
    .orderBy('follow_ups.id', order)
    .limit(limit + 1);
  if (overdue !== undefined && !isDone) select = select.where('due_at', '<', now);
  if (customer !== undefined) select = select.where('follow_ups.customer_id', '=', customer);
  const { customers, teams } = asker;
  if (customers !== null)
    select = select.where((where) =>
      where.or([
        where('follow_ups.customer_id', 'in', among(customers)),
        where('cases.team', 'in', among(teams)),
      ]),
    );
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, list);
    const beyond = isDone ? '<' : '>';
    select = select.where((where) =>
      where.or([
        where(key, beyond, at),
        where.and([where(key, '=', at), where('follow_ups.id', beyond, id)]),
      ]),
    );
  }
  const page = pageOf(await select.execute(), {
    list,
    limit,
    keyOf: (row) => [(isDone ? row.done_at : row.due_at) ?? 0, row.id],
  });
  return { items: page.items.map((row) => followUpOf(row, known)), next: page.next };
}

/** One; undefined where there is none. */
export async function readFollowUp(
  db: Store['db'],
  known: Snapshot,
  id: number,
): Promise<FollowUp | undefined> {
  const row = await selectFollowUps(db).where('follow_ups.id', '=', id).executeTakeFirst();
  return row && followUpOf(row, known);
}

function selectFollowUps(db: Store['db']) {
  return db
    .selectFrom('follow_ups')
    .leftJoin('cases', 'cases.id', 'follow_ups.case_id')
    .leftJoin('customers', 'customers.id', 'follow_ups.customer_id')
    .selectAll('follow_ups')
    .select(['cases.title', 'customers.name as customer']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFollowUps>['executeTakeFirstOrThrow']>>;

function followUpOf(row: Row, known: Snapshot): FollowUp {
  const { case_id: id, contract, month } = row;
  return {
    id: row.id,
    case: id === null ? null : { id, number: `C-${id}`, title: row.title ?? '' },
    contract:
      contract === null || month === null ? null : { ...namedView(known, 'contracts', contract), month },
    customer: { id: row.customer_id, name: row.customer ?? row.customer_id },
    dueAt: iso(row.due_at),
    doneAt: isoOrNull(row.done_at),
    doneBy: row.done_by,
    satisfied: row.satisfied === null ? null : row.satisfied === 1,
    text: row.text,
  };
}
