import type { ExpressionBuilder, Selectable } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import { LETTERS } from './letters/is-letter.ts';

/** One row of `pages`. */
export type PageRow = Selectable<Tables['pages']>;

/** Which pages are looked for. */
export interface DueQuery {
  now: number;
  /** Pages of this channel, or of none of these. */
  channel: string | { noneOf: readonly string[] };
  /** For this person at this address alone; for all without it. */
  to?: Pick<PageRow, 'person' | 'address'>;
  limit: number;
  /** Ids of pages that are being sent. */
  underWay: readonly number[];
  /** Of cases of the customers of these shards; of all without it. */
  shards?: readonly number[] | undefined;
}

/**
 * Pages that may be sent now, most important first: the first attempt of a case's first page goes before all others, so that neither a storm nor a
 * channel that keeps failing can starve it. That a fault is over, or a case resolved, is told last. A customer's mails of one case go one after the other, so that they are read in
 * the order of what happened.
 */
export function duePages(
  db: Store['db'] | Tx,
  { now, channel, to, limit, underWay, shards }: DueQuery,
): Promise<PageRow[]> {
  if (shards?.length === 0) return Promise.resolve([]);
  let select = db
    .selectFrom('pages')
    .selectAll()
    .where('finished_at', 'is', null)
    .where('next_at', '<=', now);
  if (channel === LETTERS) select = select.where((query) => isNextLetter(query, now));
  if (typeof channel === 'string') select = select.where('channel', '=', channel);
  else if (channel.noneOf.length > 0) select = select.where('channel', 'not in', channel.noneOf);
  if (to !== undefined)
    select = select
      .where('person', '=', to.person)
      .where('address', to.address === null ? 'is' : '=', to.address);
  if (underWay.length > 0) select = select.where('id', 'not in', underWay);
  if (shards !== undefined) select = select.where('case_id', 'in', casesOf(db, shards));
  return select
    .orderBy((query) =>
      query
        .case()
        .when(query.and([query('reason', '=', 'opened'), query('attempts', '=', 0)]))
        .then(0)
        .when('reason', '=', 'opened')
        .then(1)
        .when('channel', '=', LETTERS)
        .then(4)
        .when('reason', 'not in', ['recovered', 'resolved'])
        .then(2)
        .else(3)
        .end(),
    )
    .orderBy('next_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

const selectDueChannels = prepared((db, now: number) =>
  db
    .selectFrom('pages')
    .select('channel')
    .distinct()
    .where('finished_at', 'is', null)
    .where('next_at', '<=', now),
);

/** By which channels pages may be sent now, whoever sends them: most looks find none, and need not ask for each. */
export async function dueChannels(db: Store['db'], now: number): Promise<ReadonlySet<string>> {
  const { rows } = await selectDueChannels(db, now);
  return new Set(rows.map(({ channel }) => channel));
}

/** A mail that a server keeps putting off holds up those behind it for so long. */
const HELD_UP_MS = 3_600_000;

/** No mail of the same case to the same reader stands before it, but for one that was put off for long. */
function isNextLetter(query: ExpressionBuilder<Tables, 'pages'>, now: number) {
  const before = query
    .selectFrom('pages as before')
    .select('before.id')
    .whereRef('before.case_id', '=', 'pages.case_id')
    .whereRef('before.person', '=', 'pages.person')
    .where('before.channel', '=', LETTERS)
    .where('before.finished_at', 'is', null)
    .where('before.created_at', '>', now - HELD_UP_MS)
    .whereRef('before.id', '<', 'pages.id');
  return query.not(query.exists(before));
}

function casesOf(db: Store['db'] | Tx, shards: readonly number[] = []) {
  return db
    .selectFrom('cases')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .select('cases.id')
    .where('customers.shard', 'in', shards);
}

const selectNextDue = prepared((db, now: number) =>
  db
    .selectFrom('pages')
    .select((query) => query.fn.min('next_at').as('at'))
    .where('finished_at', 'is', null)
    .where('next_at', '>', now),
);

/** When the next page that is not due yet falls due; undefined when there is none. */
export async function nextDueAt(
  db: Store['db'],
  now: number,
  shards?: readonly number[],
): Promise<number | undefined> {
  if (shards?.length === 0) return undefined;
  if (shards === undefined) return (await selectNextDue(db, now)).rows[0]?.at ?? undefined;
  const next = await db
    .selectFrom('pages')
    .select((query) => query.fn.min('next_at').as('at'))
    .where('finished_at', 'is', null)
    .where('next_at', '>', now)
    .where('case_id', 'in', casesOf(db, shards))
    .executeTakeFirst();
  return next?.at ?? undefined;
}
