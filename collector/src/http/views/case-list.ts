import type { Case, CaseListQuery as WantedCases, CaseSort } from '@watchcase/api';
import { type AliasableExpression, type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import type { Asker } from '../../access/index.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { SYNTHETIC } from '../../model/index.ts';
import type { Store, Tables } from '../../store/index.ts';
import { among } from '../among.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { seesDesk } from './case-for.ts';
import { readCases } from './cases.ts';
import { ofHost } from './of-host.ts';
import { saidToCustomer } from './said-to-customer.ts';

type Db = Store['db'];
type Where = ExpressionBuilder<Tables, 'cases'>;

/** What a list needs besides the database. */
export interface CaseListNeeds {
  db: Db;
  /** Unix milliseconds. */
  now: number;
  findCases: Knowledge['findCases'];
}

/** What a list is narrowed by: also to what is the asker's. */
type CaseListQuery = WantedCases & { asker: Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'> };

const NEVER = Number.MAX_SAFE_INTEGER;
/** Words that so many have are common. */
const MOST_FOUND = 1000;

/** What each order goes by. Cases of one value go by their number. */
const keys: { readonly [K in CaseSort]: (where: Where) => AliasableExpression<string | number> } = {
  due: (where) => where.fn.coalesce('cases.next_due', where.lit(NEVER)),
  // Not as it stands in the index over all that ever was: what is open is few, and sorted sooner than found there.
  opened: (where) => where.fn.coalesce('cases.opened_at', where.lit(0)),
  severity: (where) => where.ref('cases.severity_rank'),
  customer: (where) => where.ref('cases.customer_id'),
  state: (where) => where.ref('cases.state'),
  assignee: (where) => where.fn.coalesce('cases.assignee', where.val('')),
};

/**
 * Unresolved cases by urgency (the earliest due first, so what is overdue is on top) or by another order; ended and all cases the newest first. Errors: CURSOR_INVALID,
 * that of another order included.
 */
export async function listCases(
  needs: CaseListNeeds,
  wanted: CaseListQuery,
): Promise<{ items: Case[]; next: string | null }> {
  const query = seesDesk(wanted.asker) ? wanted : withoutDesk(wanted);
  const { limit } = query;
  const isByUrgency = query.view === 'unresolved';
  const page = isByUrgency ? await unresolvedPage(needs, query) : await numberedPage(needs, query);
  const { items, next } = pageOf(page.rows, {
    list: page.list,
    limit,
    keyOf: ({ id, key }) =>
      page.list === 'unresolved cases' ? [`${query.sort} ${query.order}`, key, id] : [id],
  });
  const ids = items.map(({ id }) => id);
  return { items: await readCases(needs.db, ids), next };
}

/** Whose work a case is within the house can neither be asked for nor read off an order (pure). */
function withoutDesk(query: CaseListQuery): CaseListQuery {
  const { assignee: _assignee, team: _team, sort, ...rest } = query;
  return { ...rest, sort: sort === 'assignee' ? 'due' : sort };
}

interface Found {
  list: 'unresolved cases' | 'all cases';
  rows: { id: number; key: string | number }[];
}

type Narrow = (where: Where) => Expression<SqlBool>;

/** By number: of each customer and team that the asker sees the newest, and of these the newest, so that no list is sorted that is longer than a page. */
async function numberedPage(needs: CaseListNeeds, query: CaseListQuery): Promise<Found> {
  const narrow = await narrowing(needs, query);
  const below = query.cursor === undefined ? undefined : decodeCursor(query.cursor, 'all cases')[0];
  const newest = (theirs: Narrow) => {
    let select = needs.db.selectFrom('cases').select(['id', 'id as key']).where(narrow).where(theirs);
    if (query.view === 'ended') select = select.where('unresolved', '=', 0);
    if (below !== undefined) select = select.where('id', '<', below);
    return select.orderBy('id', 'desc').limit(query.limit + 1);
  };
  const [first = allOfThem, ...others] = sharesOf(query.asker);
  if (others.length === 0) return { list: 'all cases', rows: await newest(first).execute() };
  const share = (theirs: Narrow) => needs.db.selectFrom(newest(theirs).as('newest')).selectAll();
  const rows = await others
    // Who sees a case for two reasons sees it once.
    .reduce((all, theirs) => all.union(share(theirs)), share(first))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return { list: 'all cases', rows };
}

async function unresolvedPage(needs: CaseListNeeds, query: CaseListQuery): Promise<Found> {
  const narrow = await narrowing(needs, query);
  const key = keys[query.sort];
  const isDown = query.order === 'down';
  let select = needs.db
    .selectFrom('cases')
    .select((where) => ['id', key(where).as('key')])
    // As it stands in the indexes over what is open.
    .where((where) => where('unresolved', '=', where.lit(1)))
    .where((where) => theirs(where, query.asker))
    .where(narrow);
  if (query.cursor !== undefined) {
    const [, value, id] = decodeCursor(query.cursor, 'unresolved cases', `${query.sort} ${query.order}`);
    const beyond = isDown ? '<' : '>';
    select = select
      .where((where) => where(key(where), isDown ? '<=' : '>=', value))
      .where((where) => where.or([where(key(where), beyond, value), where('id', beyond, id)]));
  }
  const rows = await select
    .orderBy((where) => key(where), isDown ? 'desc' : 'asc')
    .orderBy('id', isDown ? 'desc' : 'asc')
    .limit(query.limit + 1)
    .execute();
  return { list: 'unresolved cases', rows };
}

/** The conditions of all filters that are set. */
async function narrowing(needs: CaseListNeeds, query: CaseListQuery): Promise<Narrow> {
  const number = /^\s*(?:c-)?(\d{1,15})\s*$/i.exec(query.text ?? '')?.[1];
  const text = query.text?.trim() ?? '';
  const filtered = filters(needs, query);
  if (text === '') return filtered;
  const worded = await wording(needs, { text, filtered, query });
  return (where) => {
    const isNamed = number === undefined ? [] : [where('id', '=', Number(number))];
    return where.and([filtered(where), where.or([worded(where), ...isNamed])]);
  };
}

/** The same without the words. */
function filters({ db, now }: CaseListNeeds, query: CaseListQuery): Narrow {
  return (where) => {
    const all: Expression<SqlBool>[] = [];
    const equal = (column: 'customer_id' | 'site_id' | 'team' | 'kind' | 'source', value?: string) => {
      if (value !== undefined && value !== '') all.push(where(column, '=', value as never));
    };
    equal('customer_id', query.customer);
    equal('site_id', query.site);
    equal('team', query.team);
    equal('kind', query.kind);
    equal('source', query.source);
    // What is rare has an index over nothing else: it is taken where the question says so.
    if (query.kind !== undefined && query.kind !== 'fault') all.push(sql<SqlBool>`kind <> 'fault'`);
    if (query.source !== undefined && query.source !== 'alert') all.push(sql<SqlBool>`source <> 'alert'`);
    if ((query.state ?? []).length > 0) all.push(where('state', 'in', query.state ?? []));
    if ((query.severity ?? []).length > 0) all.push(where('severity', 'in', query.severity ?? []));
    if (query.host !== undefined && query.host !== '') all.push(ofHost(db, query.host)(where));
    if (query.assignee === 'nobody') all.push(where('assignee', 'is', null));
    else if (query.assignee !== undefined && query.assignee !== '')
      all.push(where('assignee', '=', query.assignee));
    if (query.scope !== undefined)
      all.push(where('outside', query.scope === 'outside' ? 'is not' : 'is', null));
    if (query.due !== undefined) all.push(where('next_due', '<=', now + query.due * 60_000));
    return where.and(all);
  };
}

/**
 * That a case has the words of a text. Of words that many have, each case that is asked about is looked at, in the order of the list, and not the newest of all that have
 * them. A customer finds nothing by what was said within the house.
 */
async function wording(
  { db, findCases }: Pick<CaseListNeeds, 'db' | 'findCases'>,
  { text, filtered, query: { asker, view } }: { text: string; filtered: Narrow; query: CaseListQuery },
): Promise<Narrow> {
  const { ids, isOneOf } = await findCases(text, MOST_FOUND);
  if (seesDesk(asker)) return isOneOf ?? oneOf(ids);
  const asked: Narrow = (where) =>
    where.and([
      theirs(where, asker),
      filtered(where),
      (isOneOf ?? oneOf(ids))(where),
      ...(view === 'all' ? [] : [where('unresolved', '=', where.lit(view === 'ended' ? 0 : 1))]),
    ]);
  const own = await db
    .selectFrom('cases')
    .select('id')
    .where(asked)
    .orderBy('id', 'desc')
    .limit(MOST_FOUND)
    .execute();
  const found = own.map(({ id }) => id);
  return oneOf(await saidToCustomer(db, found, text));
}

function oneOf(ids: readonly number[]): Narrow {
  return (where) => where('id', 'in', [...ids, 0]);
}

/** Whose cases the asker sees. */
type Limits = Pick<Asker, 'role' | 'customers' | 'teams'>;

/** Whether a case is one that the asker sees. */
export function theirs(where: Where, asker: Limits): Expression<SqlBool> {
  return where.or(sharesOf(asker).map((share) => share(where)));
}

/** All there are but that of a synthetic alert, which is there for a moment. */
const allOfThem: Narrow = (where) => where('cases.id', '>', where.lit(SYNTHETIC.caseId));

/** What `isTheirs` says of one case, for a list: each customer and team, any of which will do. */
export function sharesOf({ role, customers, teams }: Limits): Narrow[] {
  if (customers === null) return [allOfThem];
  const ofTeams = role === 'customer' ? [] : teams;
  return [
    ...among(customers).map((id) => (where: Where) => where('customer_id', '=', id)),
    ...ofTeams.map((id) => (where: Where) => where('team', '=', id)),
  ];
}
