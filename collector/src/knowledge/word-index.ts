import { sql } from 'kysely';
import type { Store, Tx } from '../store/index.ts';
import type { Phrase } from './terms.ts';

/** Words by which rows of one table are found. */
export interface WordIndex {
  /** Puts a row's words in the place of those it had. */
  put(tx: Tx, id: number, terms: readonly string[]): Promise<void>;
  /**
   * Rows that have all phrases, the newest first; none for no phrase. Where enough have the last word as it stands, those that have a longer one are not looked for. Of cases,
   * those of some customers where they are named.
   */
  find(phrases: readonly Phrase[], most: number, customers?: readonly string[]): Promise<number[]>;
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
async function findBoth(
  phrases: readonly Phrase[],
  most: number,
  ask: (phrases: readonly Phrase[]) => Promise<number[]>,
): Promise<number[]> {
  if (phrases.length === 0) return [];
  const isWhole = phrases.every(({ isBeginning }) => !isBeginning);
  const whole = await ask(phrases.map(({ terms }) => ({ terms, isBeginning: false })));
  return isWhole || whole.length >= most ? whole : ask(phrases);
}

function overSqlite({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const ask = async (question: string, most: number, customers?: readonly string[]) => {
    const { rows } = await sql<{
      id: number;
    }>`select rowid as id from ${table} where ${table} match ${question} ${within('rowid', customers)}
      order by rowid desc limit ${most}`.execute(db);
    return rows.map(({ id }) => id);
  };
  return {
    async put(tx, id, terms) {
      await sql`delete from ${table} where rowid = ${id}`.execute(tx);
      const words = terms.slice(0, MOST_TERMS).join(' ');
      await sql`insert into ${table} (rowid, words) values (${id}, ${words})`.execute(tx);
    },
    find: (phrases, most, customers) =>
      findBoth(phrases, most, (wanted) =>
        ask(
          wanted
            .map(({ terms, isBeginning }) => `"${terms.join(' ')}"${isBeginning ? '*' : ''}`)
            .join(' AND '),
          most,
          customers,
        ),
      ),
    any: async (terms, most) =>
      terms.length === 0 ? [] : ask(terms.map((term) => `"${term}"`).join(' OR '), most),
  };
}

function overPostgres({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const literal = (term: string) => `'${term}'`;
  const ask = async (question: string, most: number, customers?: readonly string[]) => {
    const { rows } = await sql<{ id: number }>`select id from ${table} where words @@ ${question}::tsquery
      ${within('id', customers)} order by id desc limit ${most}`.execute(db);
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
    find: (phrases, most, customers) =>
      findBoth(phrases, most, (wanted) =>
        ask(
          wanted
            .map(
              ({ terms, isBeginning }) => `(${terms.map(literal).join(' <-> ')}${isBeginning ? ':*' : ''})`,
            )
            .join(' & '),
          most,
          customers,
        ),
      ),
    any: async (terms, most) => (terms.length === 0 ? [] : ask(terms.map(literal).join(' | '), most)),
  };
}

function within(column: 'id' | 'rowid', customers: readonly string[] | undefined) {
  if (customers === undefined) return sql``;
  const names = customers.length === 0 ? [''] : customers;
  return sql`and ${sql.ref(column)} in (select cases.id from cases where cases.customer_id in (${sql.join(names)}))`;
}
