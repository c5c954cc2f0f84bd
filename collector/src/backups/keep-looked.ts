import { sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import { writeMonths } from './day-ledger.ts';
import type { Looked } from './look-at.ts';
import { writeMarks } from './marks.ts';
import { markJudged } from './news.ts';
import { type Standing, writeStanding } from './standings.ts';

/** Writes down what was found of some jobs, and that their news is looked at. */
export async function keepLooked(store: Store, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return;
  await writeMarks(
    store,
    looked.flatMap(({ marks }) => marks),
  );
  const [first] = looked;
  if (store.kind === 'postgres' && looked.length === 1 && first !== undefined)
    // One statement is a transaction of its own.
    await keep(store, store.db, first);
  else
    await store.transaction(async (tx) => {
      for (const one of looked) await keep(store, tx, one);
    });
  for (const { entry, news, standing } of looked) {
    entry.settledDay = standing.settled_day;
    if (entry.news === news) entry.news = undefined;
  }
}

async function keep(
  { kind }: Store,
  db: Store['db'] | Tx,
  { standing, months, news }: Looked,
): Promise<void> {
  const { host_id, job } = standing;
  const found = { host_id, job, months: JSON.stringify(months) };
  const told = { host_id, job, count: news?.count ?? NONE };
  if (kind === 'postgres') await keepTogether(db, { ...standing }, found, told);
  else {
    await keepStanding(db, { ...standing });
    if (months.length > 0) await keepMonths(db, found);
    if (news !== undefined) await keepJudged(db, told);
  }
}

/** No job has as many news. */
const NONE = -1;

type Found = Parameters<typeof writeMonths>[1];
type Told = Parameters<typeof markJudged>[1];

/** In PostgreSQL each statement is a way there and back. */
const keepTogether = prepared((db, standing: Standing, found: Found, told: Told) => {
  const statement = sql`with standing as (${writeStanding(db, standing)}),
    months as (${writeMonths(db, found, 'postgres')}), judged as (${markJudged(db, told)}) select 1`;
  return { compile: () => statement.compile(db) };
});

const keepStanding = prepared(writeStanding);
const keepMonths = prepared((db, found: Found) => writeMonths(db, found, 'sqlite'));
const keepJudged = prepared(markJudged);
