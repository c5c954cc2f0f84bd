import { type Like, titleOf } from '@watchcase/api';
import { prepared } from '../prepared.ts';
import type { Store } from '../store/index.ts';
import { decideLikeness, type Earlier, type Known } from './decide-likeness.ts';
import { termsOf } from './terms.ts';
import type { WordIndex } from './word-index.ts';

/** What is looked through. */
export interface LikenessNeeds {
  db: Store['db'];
  cases: WordIndex;
  articles: WordIndex;
}

/** So many that have all the words, or come from the rule, and so many of the newest that have some, are compared. */
const LOOK = 20;
const RECENT = 100;
/** Words that say nothing about a fault. */
const EMPTY = new Set(
  'a an and are at for from has in is it no not of on or than the to was with'.split(' '),
);

const selectCase = prepared((db, caseId: number) =>
  db
    .selectFrom('cases')
    .select(['rule', 'host_id', 'customer_id', 'category', 'title', 'title_zh'])
    .where('id', '=', caseId),
);

/** The best earlier cases and articles for a case: its rule, host, customer, category and words. None for a case that is not there. */
export async function likesOf({ db, cases, articles }: LikenessNeeds, caseId: number): Promise<Like[]> {
  const [row] = (await selectCase(db, caseId)).rows;
  if (row === undefined) return [];
  const terms = tellingTerms(`${row.title}\n${row.title_zh ?? ''}`);
  const subject: Known = {
    rule: row.rule,
    hostId: row.host_id === '' ? null : row.host_id,
    customerId: row.customer_id,
    category: row.category,
    terms: new Set(terms),
  };
  const all = terms.map((term) => ({ terms: [term], isBeginning: false }));
  const ids = new Set([...(await cases.find(all, LOOK)).ids, ...(await cases.any(terms, RECENT))]);
  if (row.rule !== null) for (const id of await endedOfRule(db, row.rule)) ids.add(id);
  ids.delete(caseId);
  const earlier = [
    ...(await solvedCases(db, [...ids])),
    ...(await knownArticles(db, { ids: await articles.any(terms, RECENT), rule: row.rule })),
  ];
  return decideLikeness(subject, earlier);
}

function tellingTerms(text: string): string[] {
  return [...new Set(termsOf(text))]
    .filter((term) => Array.from(term).length > 1 && !EMPTY.has(term))
    .slice(0, 40);
}

const selectEnded = prepared((db, rule: string) =>
  db
    .selectFrom('cases')
    .select('id')
    .where('rule', '=', rule)
    .where('unresolved', '=', 0)
    .orderBy('id', 'desc')
    .limit(LOOK),
);

async function endedOfRule(db: Store['db'], rule: string): Promise<number[]> {
  const { rows } = await selectEnded(db, rule);
  return rows.map(({ id }) => id);
}

/** Those of some cases that have a solution; its newest counts. */
async function solvedCases(db: Store['db'], ids: readonly number[]): Promise<Earlier[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('case_events')
    .innerJoin('cases', 'cases.id', 'case_events.case_id')
    .select(['cases.id', 'rule', 'host_id', 'customer_id', 'category', 'title', 'title_zh', 'data'])
    .where('case_events.case_id', 'in', ids)
    .where('case_events.kind', '=', 'resolved')
    .where('cases.unresolved', '=', 0)
    .orderBy('case_events.seq')
    .execute();
  const solved = new Map<number, Earlier>();
  for (const { id, rule, host_id, customer_id, category, title, title_zh, data } of rows) {
    const { cause = '', solution = '' } = JSON.parse(data) as { cause?: string; solution?: string };
    if (solution.trim() === '') continue;
    const titles = titleOf(title, title_zh);
    const terms = new Set(tellingTerms(`${title}\n${titles['zh-CN']}`));
    const known = { rule, hostId: host_id, customerId: customer_id, category, terms };
    solved.set(id, { kind: 'case', id, title, titles, cause, solution, trust: 0, ...known });
  }
  return [...solved.values()];
}

async function knownArticles(
  db: Store['db'],
  { ids, rule }: { ids: readonly number[]; rule: string | null },
): Promise<Earlier[]> {
  const rows = await db
    .selectFrom('articles')
    .selectAll()
    .select((select) =>
      select
        .selectFrom('article_uses')
        .select((uses) => uses.fn.countAll<number | string>().as('uses'))
        .whereRef('article_uses.article_id', '=', 'articles.id')
        .as('uses'),
    )
    .where('state', '!=', 'retired')
    .where((where) =>
      where.or([where('id', 'in', [...ids, 0]), ...(rule === null ? [] : [where('rule', '=', rule)])]),
    )
    .orderBy('id', 'desc')
    .limit(RECENT)
    .execute();
  return rows.map(({ id, title, cause, solution, ...row }) => ({
    kind: 'article' as const,
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
  }));
}
