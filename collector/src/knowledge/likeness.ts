import { type Like, titleOf } from '@watchcase/api';
import { type Selectable, sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables } from '../store/index.ts';
import { decideLikeness, type Earlier, type Known } from './decide-likeness.ts';
import { tellingTerms } from './terms.ts';
import type { WordIndex } from './word-index.ts';

/** What of a case others are compared with. */
export type LikeCase = Pick<
  Selectable<Tables['cases']>,
  'id' | 'rule' | 'host_id' | 'customer_id' | 'category' | 'title' | 'title_zh'
>;

/** Finds what was like a case and has a solution, the best first, with why. */
export interface Likeness {
  of(it: LikeCase): Promise<Like[]>;
  /** None for a case that is not there. */
  ofCase(caseId: number): Promise<Like[]>;
}

/** What is looked through. */
interface LikenessNeeds {
  db: Store['db'];
  /** Titles of cases that have a solution. */
  solved: WordIndex;
  articles: WordIndex;
}

/** So many that have all the words, or come from the rule, and so many of the newest that have some, are compared. */
const LOOK = 20;
const RECENT = 100;

const selectCase = prepared((db, caseId: number) =>
  db
    .selectFrom('cases')
    .select(['id', 'rule', 'host_id', 'customer_id', 'category', 'title', 'title_zh'])
    .where('id', '=', caseId),
);

/** Opens it over the indexes. */
export function openLikeness({ db, solved, articles }: LikenessNeeds): Likeness {
  const selectSolved = prepared(
    (_db, it: { id: number; rule: string | null; all: string; any: string }) =>
      // The plus keeps the order of what was found: all that has ended is more.
      sql<
        LikeCase & { data: string }
      >`select cases.id, rule, host_id, customer_id, category, title, title_zh, data
        from (select id from (select id from cases where rule = ${it.rule} and unresolved = 0 order by id desc limit ${sql.lit(LOOK)}) as ruled
          union select id from (${solved.newest(it.all, LOOK)}) as all_words
          union select id from (${solved.newest(it.any, RECENT)}) as any_word) as found
        inner join cases on cases.id = found.id
        inner join case_events on case_events.case_id = cases.id and case_events.kind = 'resolved'
        where +cases.unresolved = 0 and cases.id <> ${it.id}
        order by case_events.seq`,
  );
  const selectArticles = prepared(
    (_db, rule: string | null, any: string) =>
      sql<ArticleRow>`select id, title, symptom, cause, solution, category, rule, state,
          (select count(*) from article_uses where article_uses.article_id = articles.id) as uses
        from articles
        where state <> 'retired' and (rule = ${rule} or id in (select id from (${articles.newest(any, RECENT)}) as found))
        order by id desc limit ${sql.lit(RECENT)}`,
  );

  async function of(it: LikeCase): Promise<Like[]> {
    const { id, rule } = it;
    const subject = knownOf(it);
    const terms = [...subject.terms];
    const ask = { id, rule, all: solved.question('all', terms), any: solved.question('any', terms) };
    const cases = await selectSolved(db, ask);
    const known = await selectArticles(db, rule, articles.question('any', terms));
    return decideLikeness(subject, [...solvedOnes(cases.rows), ...known.rows.map(articleOf)]);
  }

  return {
    of,
    async ofCase(caseId) {
      const [row] = (await selectCase(db, caseId)).rows;
      return row === undefined ? [] : of(row);
    },
  };
}

function knownOf({ rule, host_id, customer_id, category, title, title_zh }: LikeCase): Known {
  const hostId = host_id === '' ? null : host_id;
  const terms = new Set(tellingTerms(`${title}\n${title_zh ?? ''}`));
  return { rule, hostId, customerId: customer_id, category, terms };
}

/** Of each the newest line that says a solution. */
function solvedOnes(rows: readonly (LikeCase & { data: string })[]): Earlier[] {
  const solved = new Map<number, Earlier>();
  for (const { data, ...row } of rows) {
    const { cause = '', solution = '' } = JSON.parse(data) as { cause?: string; solution?: string };
    if (solution.trim() === '') continue;
    const { id, title } = row;
    const titles = titleOf(title, row.title_zh);
    solved.set(id, { kind: 'case', id, title, titles, cause, solution, trust: 0, ...knownOf(row) });
  }
  return [...solved.values()];
}

type ArticleRow = Pick<
  Selectable<Tables['articles']>,
  'id' | 'title' | 'symptom' | 'cause' | 'solution' | 'category' | 'rule' | 'state'
> & { uses: number | string };

function articleOf({ id, title, cause, solution, ...row }: ArticleRow): Earlier {
  return {
    kind: 'article',
    id,
    title,
    titles: titleOf(title),
    cause,
    solution,
    rule: row.rule,
    hostId: null,
    customerId: null,
    category: row.category,
    terms: new Set(tellingTerms(`${title}\n${row.symptom}`)),
    trust: (row.state === 'reviewed' ? 1 : 0) + Math.min(5, Number(row.uses)) * 0.3,
  };
}
