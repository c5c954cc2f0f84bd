import { type RawBuilder, type Selectable, sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables, Tx } from '../store/index.ts';
import { LETTERS } from './letters/is-letter.ts';

/** One row of `pages`. */
export type PageRow = Omit<Selectable<Tables['pages']>, 'place'>;

/** Which pages are looked for. */
export interface DueQuery {
  now: number;
  channel: string;
  /** For this person at this address alone; for all without it. */
  to?: Pick<PageRow, 'person' | 'address'>;
  limit: number;
  /** Ids of pages that are being sent. */
  underWay: readonly number[];
  /** Of cases of the customers of these shards; of all without it. */
  shards?: readonly number[] | undefined;
}

const columns: Readonly<Record<keyof PageRow, true>> = {
  id: true,
  key: true,
  case_id: true,
  reason: true,
  person: true,
  channel: true,
  address: true,
  created_at: true,
  state: true,
  attempts: true,
  next_at: true,
  finished_at: true,
  said: true,
};
const COLUMNS = sql.join(Object.keys(columns).map((column) => sql.ref(column)));

/** What is asked of one channel. */
interface DueOf extends Record<string, string | number> {
  channel: string;
  now: number;
}

/** Rows read at once: for a channel's free places, and for what is gathered. SQLite would plan a statement anew, each time, for another limit. */
const FEW = 8;
const MANY = 256;

/** Pages of one channel in the order of the index `pages_due`, in which each place is a range: no more rows are read than are wanted, however many wait. */
function dueOf(
  most: number,
  { channel, now }: DueOf,
  further: RawBuilder<unknown> = sql``,
): RawBuilder<PageRow> {
  return sql<PageRow>`select ${COLUMNS} from pages
    where finished_at is null and channel = ${channel} and place in (0, 1, 2, 3) and next_at <= ${now} ${further}
    order by place, next_at, id limit ${sql.lit(most)}`;
}

const selectFew = prepared((_db, it: DueOf) => dueOf(FEW, it));
const selectMany = prepared((_db, it: DueOf) => dueOf(MANY, it));
const selectManyTo = prepared((_db, it: DueOf & To) => dueOf(MANY, it, isTo(it)));

/** Whose page it is, and where; an empty address where the channel says it. */
interface To {
  person: string;
  address: string;
}

function isTo({ person, address }: To): RawBuilder<unknown> {
  return sql`and person = ${person} and coalesce(address, '') = ${address}`;
}

/**
 * Pages that may be sent now, most important first: the first attempt of a case's first page goes before all others, so that neither a storm nor a
 * channel that keeps failing can starve it. That a fault is over, or a case resolved, is told last. A customer's mails of one case go one after the other, so that they are read in
 * the order of what happened.
 */
export async function duePages(
  db: Store['db'] | Tx,
  { now, channel, to, limit, underWay, shards }: DueQuery,
): Promise<PageRow[]> {
  if (shards?.length === 0) return [];
  const of = { channel, now };
  const whose = to === undefined ? undefined : { person: to.person, address: to.address ?? '' };
  const further = [
    ...(channel === LETTERS ? [isNextLetter(now)] : []),
    ...(shards === undefined ? [] : [isOfShards(shards)]),
  ];
  const select = () => {
    const isFew = limit + underWay.length <= FEW;
    if (further.length > 0) {
      const all = [...further, ...(whose === undefined ? [] : [isTo(whose)])];
      return dueOf(isFew ? FEW : MANY, of, sql.join(all, sql` `)).execute(db);
    }
    if (whose !== undefined) return selectManyTo(db, { ...of, ...whose });
    return isFew ? selectFew(db, of) : selectMany(db, of);
  };
  const { rows } = await select();
  return rows.filter(({ id }) => !underWay.includes(id)).slice(0, limit);
}

/** From each to the next, without what lies between them. */
const selectWaitingChannels = prepared(
  () => sql<{ channel: string }>`with recursive waiting(channel) as (select '' union all
      select (select channel from pages where finished_at is null and channel > waiting.channel order by channel limit 1)
      from waiting where waiting.channel is not null)
    select channel from waiting where channel <> ''`,
);

/** By which channels pages wait, for now or for later, whoever sends them. */
export async function waitingChannels(db: Store['db']): Promise<ReadonlySet<string>> {
  const { rows } = await selectWaitingChannels(db);
  return new Set(rows.map(({ channel }) => channel));
}

/** A mail that a server keeps putting off holds up those behind it for so long. */
const HELD_UP_MS = 3_600_000;

/** No mail of the same case to the same reader stands before it, but for one that was put off for long. */
function isNextLetter(now: number): RawBuilder<unknown> {
  return sql`and not exists (select 1 from pages as earlier where earlier.case_id = pages.case_id and earlier.person = pages.person
    and earlier.channel = ${LETTERS} and earlier.finished_at is null and earlier.created_at > ${now - HELD_UP_MS} and earlier.id < pages.id)`;
}

function isOfShards(shards: readonly number[]): RawBuilder<unknown> {
  return sql`and exists (select 1 from cases inner join customers on customers.id = cases.customer_id
    where cases.id = pages.case_id and customers.shard in (${sql.join(shards)}))`;
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

function casesOf(db: Store['db'], shards: readonly number[]) {
  return db
    .selectFrom('cases')
    .innerJoin('customers', 'customers.id', 'cases.customer_id')
    .select('cases.id')
    .where('customers.shard', 'in', shards);
}
