import { type Expression, type ExpressionBuilder, type RawBuilder, sql, type SqlBool } from 'kysely';
import { prepared } from '../prepared.ts';
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
  /** The question for rows that have any, or all, of some terms, in the database's own words; nothing answers it where there is no term. */
  question(of: 'any' | 'all', terms: readonly string[]): string;
  /** A table `id` of the rows that answer a question, for use within a statement: the newest, `most` at most. Ranking all of a million rows would take seconds. */
  newest(question: string, most: number): RawBuilder<unknown>;
}

/** Of one row no more is kept. */
const MOST_TERMS = 4000;
/** Rows that SQLite gathers at once, in some 50 ms. */
const MOST_GATHERED = 100_000;

/** Opens the index over `table` in whichever database it is; SQLite gathers `mostGathered` rows at most. */
export function openWordIndex(
  store: Store,
  table: 'case_words' | 'article_words' | 'solved_words',
  mostGathered = MOST_GATHERED,
): WordIndex {
  return store.kind === 'sqlite' ? overSqlite(store, table, mostGathered) : overPostgres(store, table);
}

/** A database's own way of asking. */
interface Asking extends Pick<WordIndex, 'newest'> {
  db: Store['db'];
  /** The question in its words. */
  wordsOf(phrases: readonly Phrase[]): string;
  has(question: string): Promise<CaseCondition>;
}

/** Whole words first: all that begins with a common word is gathered before the newest of it are known, which takes a second among a million. */
async function findBoth(
  phrases: readonly Phrase[],
  most: number,
  { db, wordsOf, newest, has }: Asking,
): Promise<FoundRows> {
  if (phrases.length === 0) return { ids: [], isOneOf: undefined };
  const ask = async (question: string) => {
    const { rows } = await sql<{ id: number }>`${newest(question, most)}`.execute(db);
    return rows.map(({ id }) => id);
  };
  const tell = async (question: string, ids: number[]) => ({
    ids,
    isOneOf: ids.length < most ? undefined : await has(question),
  });
  const whole = wordsOf(phrases.map(({ terms }) => ({ terms, isBeginning: false })));
  const found = await ask(whole);
  if (found.length >= most || phrases.every(({ isBeginning }) => !isBeginning)) return tell(whole, found);
  const begun = wordsOf(phrases);
  return tell(begun, await ask(begun));
}

function overSqlite({ db }: Store, name: string, mostGathered: number): WordIndex {
  const table = sql.table(name);
  const asking: Asking = {
    db,
    wordsOf: (phrases) =>
      phrases.map(({ terms, isBeginning }) => `"${terms.join(' ')}"${isBeginning ? '*' : ''}`).join(' AND '),
    newest: (question, most) =>
      sql`select rowid as id from ${table} where ${table} match ${question} order by rowid desc limit ${sql.lit(most)}`,
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
  const remove = prepared((_db, id: number) => sql`delete from ${table} where rowid = ${id}`);
  const insert = prepared(
    (_db, id: number, words: string) => sql`insert into ${table} (rowid, words) values (${id}, ${words})`,
  );
  return {
    async put(tx, id, terms) {
      await remove(tx, id);
      await insert(tx, id, terms.slice(0, MOST_TERMS).join(' '));
    },
    find: (phrases, most) => findBoth(phrases, most, asking),
    question: (of, terms) =>
      terms.length === 0 ? '""' : terms.map((term) => `"${term}"`).join(of === 'any' ? ' OR ' : ' AND '),
    newest: asking.newest,
  };
}

function overPostgres({ db }: Store, name: string): WordIndex {
  const table = sql.table(name);
  const literal = (term: string) => `'${term}'`;
  const asking: Asking = {
    db,
    wordsOf: (phrases) =>
      phrases
        .map(({ terms, isBeginning }) => `(${terms.map(literal).join(' <-> ')}${isBeginning ? ':*' : ''})`)
        .join(' & '),
    newest: (question, most) =>
      sql`select id from ${table} where words @@ ${question}::tsquery order by id desc limit ${sql.lit(most)}`,
    has: async (question) => () =>
      sql<SqlBool>`exists (select 1 from ${table} where ${table}.id = cases.id and words @@ ${question}::tsquery)`,
  };
  const put = prepared(
    (
      _db,
      id: number,
      words: string,
    ) => sql`insert into ${table} (id, words) values (${id}, ${words}::tsvector)
      on conflict (id) do update set words = excluded.words`,
  );
  return {
    async put(tx, id, terms) {
      const words = terms
        .slice(0, MOST_TERMS)
        .map((term, at) => `${literal(term)}:${at + 1}`)
        .join(' ');
      await put(tx, id, words);
    },
    find: (phrases, most) => findBoth(phrases, most, asking),
    question: (of, terms) => terms.map(literal).join(of === 'any' ? ' | ' : ' & '),
    newest: asking.newest,
  };
}
