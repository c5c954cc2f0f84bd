import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { Phrase } from './terms.ts';

/** A condition of a question about cases. */
export type CaseCondition = (where: ExpressionBuilder<Tables, 'cases'>) => Expression<SqlBool>;

/** What has some words. */
export interface FoundRows {
  /** The newest first. */
  ids: number[];
  /** That a case has the words, for a question that is narrowed by more; undefined where `ids` are all of them. */
  isOneOf: CaseCondition | undefined;
}

/** Words by which rows of one table are found. */
export interface WordIndex {
  /** Puts a row's words in the place of those it had. */
  put(tx: Tx, id: number, terms: readonly string[]): Promise<void>;
  /** Rows that have all phrases, `most` of them at most; none for no phrase. Where enough have the last word as it stands, those that have a longer one are not looked for. */
  find(phrases: readonly Phrase[], most: number): Promise<FoundRows>;
  /** Rows that have any of the terms, the newest first: ranking all of a million rows would take seconds. */
  any(terms: readonly string[], most: number): Promise<number[]>;
}

/** Of one row no more is kept. */
const MOST_TERMS = 4000;
/** Rows that SQLite gathers at once, in some 50 ms. */
const MOST_GATHERED = 100_000;

/** Opens the index over `table` in whichever database it is; SQLite gathers `mostGathered` rows at most. */
export function openWordIndex(
  store: Store,
  table: 'case_words' | 'article_words',
  mostGathered = MOST_GATHERED,
): WordIndex {
  return store.kind === 'sqlite' ? overSqlite(store, table, mostGathered) : overPostgres(store, table);
}

/** A database's own way of asking. */
interface Asking {
  /** The question in its words. */
  wordsOf(phrases: readonly Phrase[]): string;
  ask(question: string, most: number): Promise<number[]>;
  has(question: string): Promise<CaseCondition>;
}

/** Whole words first: all that begins with a common word is gathered before the newest of it are known, which takes a second among a million. */
async function findBoth(
  phrases: readonly Phrase[],
  most: number,
  { wordsOf, ask, has }: Asking,
): Promise<FoundRows> {
  if (phrases.length === 0) return { ids: [], isOneOf: undefined };
  const tell = async (question: string, ids: number[]) => ({
    ids,
    isOneOf: ids.length < most ? undefined : await has(question),
  });
  const whole = wordsOf(phrases.map(({ terms }) => ({ terms, isBeginning: false })));
  const found = await ask(whole, most);
  if (found.length >= most || phrases.every(({ isBeginning }) => !isBeginning)) return tell(whole, found);
  const begun = wordsOf(phrases);
  return tell(begun, await ask(begun, most));
}

function overSqlite({ db }: Store, name: string, mostGathered: number): WordIndex {
  const table = sql.table(name);
  const asking: Asking = {
    wordsOf: (phrases) =>
      phrases.map(({ terms, isBeginning }) => `"${terms.join(' ')}"${isBeginning ? '*' : ''}`).join(' AND '),
    async ask(question, most) {
      const { rows } = await sql<{
        id: number;
      }>`select rowid as id from ${table} where ${table} match ${question}
        order by rowid desc limit ${most}`.execute(db);
      return rows.map(({ id }) => id);
    },
    // To ask the index about one case takes 0.05 to 0.5 ms, to gather all that have the words as long for 500 of them. The plus keeps the list's own order.
    async has(question) {
      const { rows } = await sql<{ count: number }>`select count(*) as count
        from (select 1 from ${table} where ${table} match ${question} limit ${mostGathered + 1})`.execute(db);
      return (rows[0]?.count ?? 0) > mostGathered
        ? () =>
            sql<SqlBool>`exists (select 1 from ${table} where ${table}.rowid = cases.id and ${table} match ${question})`
        : () => sql<SqlBool>`+cases.id in (select rowid from ${table} where ${table} match ${question})`;
    },
  };
  return {
    async put(tx, id, terms) {
      await sql`delete from ${table} where rowid = ${id}`.execute(tx);
      const words = terms.slice(0, MOST_TERMS).join(' ');
      await sql`insert into ${table} (rowid, words) values (${id}, ${words})`.execute(tx);
    },
    find: (phrases, most) => findBoth(phrases, most, asking),
    any: async (terms, most) =>
      terms.length === 0 ? [] : asking.ask(terms.map((term) => `"${term}"`).join(' OR '), most),
  };
}

function overPostgres({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const literal = (term: string) => `'${term}'`;
  const asking: Asking = {
    wordsOf: (phrases) =>
      phrases
        .map(({ terms, isBeginning }) => `(${terms.map(literal).join(' <-> ')}${isBeginning ? ':*' : ''})`)
        .join(' & '),
    async ask(question, most) {
      const { rows } = await sql<{ id: number }>`select id from ${table} where words @@ ${question}::tsquery
        order by id desc limit ${most}`.execute(db);
      return rows.map(({ id }) => id);
    },
    has: async (question) => () =>
      sql<SqlBool>`exists (select 1 from ${table} where ${table}.id = cases.id and words @@ ${question}::tsquery)`,
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
    find: (phrases, most) => findBoth(phrases, most, asking),
    any: async (terms, most) => (terms.length === 0 ? [] : asking.ask(terms.map(literal).join(' | '), most)),
  };
}
