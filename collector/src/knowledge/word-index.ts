import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { Phrase } from './terms.ts';

/** Which cases somebody asks about. */
export type AmongCases = (where: ExpressionBuilder<Tables, 'cases'>) => Expression<SqlBool>;

/** Words by which rows of one table are found. */
export interface WordIndex {
  /** Puts a row's words in the place of those it had. */
  put(tx: Tx, id: number, terms: readonly string[]): Promise<void>;
  /**
   * Rows that have all phrases, the newest first; none for no phrase. Where enough have the last word as it stands, those that have a longer one are not looked for. Of cases
   * that are more than `most`, the newest of those that `among` allows: fewer are all of them, and whoever asked looks through them.
   */
  find(phrases: readonly Phrase[], most: number, among?: AmongCases): Promise<number[]>;
  /** Rows that have any of the terms, the newest first: ranking all of a million rows would take seconds. */
  any(terms: readonly string[], most: number): Promise<number[]>;
}

/** Of one row no more is kept. */
const MOST_TERMS = 4000;

/** Opens the index over `table` in whichever database it is. */
export function openWordIndex(store: Store, table: 'case_words' | 'article_words'): WordIndex {
  return store.kind === 'sqlite' ? overSqlite(store, table) : overPostgres(store, table);
}

/** Whole words first: all that begins with a common word is gathered before the newest of it are known, which takes a second among a million. */
async function findBoth(phrases: readonly Phrase[], most: number, ask: Ask): Promise<number[]> {
  if (phrases.length === 0) return [];
  const isWhole = phrases.every(({ isBeginning }) => !isBeginning);
  const whole = await ask(phrases.map(({ terms }) => ({ terms, isBeginning: false })));
  return isWhole || whole.length >= most ? whole : ask(phrases);
}

type Ask = (phrases: readonly Phrase[]) => Promise<number[]>;

/** Asks about all rows, and narrows where there are too many to look through. */
function narrowed(
  most: number,
  among: AmongCases | undefined,
  ask: (phrases: readonly Phrase[], among?: AmongCases) => Promise<number[]>,
): Ask {
  return async (phrases) => {
    const newest = await ask(phrases);
    return among === undefined || newest.length < most ? newest : ask(phrases, among);
  };
}

function overSqlite({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const ask = async (question: string, most: number, among?: AmongCases) => {
    const { rows } = await sql<{
      id: number;
    }>`select rowid as id from ${table} where ${table} match ${question} ${within(db, sql`${table}.rowid`, among)}
      order by rowid desc limit ${most}`.execute(db);
    return rows.map(({ id }) => id);
  };
  return {
    async put(tx, id, terms) {
      await sql`delete from ${table} where rowid = ${id}`.execute(tx);
      const words = terms.slice(0, MOST_TERMS).join(' ');
      await sql`insert into ${table} (rowid, words) values (${id}, ${words})`.execute(tx);
    },
    find: (phrases, most, among) =>
      findBoth(
        phrases,
        most,
        narrowed(most, among, (wanted, of) =>
          ask(
            wanted
              .map(({ terms, isBeginning }) => `"${terms.join(' ')}"${isBeginning ? '*' : ''}`)
              .join(' AND '),
            most,
            of,
          ),
        ),
      ),
    any: async (terms, most) =>
      terms.length === 0 ? [] : ask(terms.map((term) => `"${term}"`).join(' OR '), most),
  };
}

function overPostgres({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const literal = (term: string) => `'${term}'`;
  const ask = async (question: string, most: number, among?: AmongCases) => {
    const { rows } = await sql<{ id: number }>`select id from ${table} where words @@ ${question}::tsquery
      ${within(db, sql`${table}.id`, among)} order by id desc limit ${most}`.execute(db);
    return rows.map(({ id }) => id);
  };
  return {
    async put(tx, id, terms) {
      const words = terms
        .slice(0, MOST_TERMS)
        .map((term, at) => `${literal(term)}:${at + 1}`)
        .join(' ');
      await sql`insert into ${table} (id, words) values (${id}, ${words}::tsvector)
        on conflict (id) do update set words = excluded.words`.execute(tx);
    },
    find: (phrases, most, among) =>
      findBoth(
        phrases,
        most,
        narrowed(most, among, (wanted, of) =>
          ask(
            wanted
              .map(
                ({ terms, isBeginning }) => `(${terms.map(literal).join(' <-> ')}${isBeginning ? ':*' : ''})`,
              )
              .join(' & '),
            most,
            of,
          ),
        ),
      ),
    any: async (terms, most) => (terms.length === 0 ? [] : ask(terms.map(literal).join(' | '), most)),
  };
}

function within(db: Store['db'], id: RawBuilder<unknown>, among: AmongCases | undefined) {
  if (among === undefined) return sql``;
  return sql`and ${id} in ${db.selectFrom('cases').select('cases.id').where(among)}`;
}
