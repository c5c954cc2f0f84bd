import { type Article, type ArticleChange, type Language, type NewArticle, titleOf } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { Selectable } from 'kysely';
import { phrasesOf, termsOf } from './terms.ts';
import type { WordIndex } from './word-index.ts';

/** Who writes, and when; Unix milliseconds. */
interface Writing {
  by: string;
  now: number;
}

/** What is known of faults, as people keep it. */
export interface Articles {
  /** The newest first, or those with all words of a text. */
  list(query: {
    text: string;
    limit: number;
    before: number | undefined;
    retired: boolean;
  }): Promise<Article[]>;
  /** Errors: ARTICLE_NOT_FOUND. */
  read(id: number): Promise<Article>;
  create(article: NewArticle, writing: Writing): Promise<Article>;
  /** One for each case, called as the case is in the language: asked for again it is the same. Errors: CASE_NOT_FOUND, CASE_NOT_RESOLVED. */
  fromCase(caseId: number, language: Language, writing: Writing): Promise<Article>;
  /** Errors: ARTICLE_NOT_FOUND, ARTICLE_CHANGED. */
  change(id: number, change: ArticleChange, now: number): Promise<Article>;
  /** It helped in a case; counts once for each. Errors: ARTICLE_NOT_FOUND, CASE_NOT_FOUND. */
  used(id: number, caseId: number, writing: Writing): Promise<Article>;
}

/** So many that have the words are looked through. */
const MOST_FOUND = 1000;

/** Opens them over the store; their words are written with them. */
export function openArticles(store: Store, words: WordIndex): Articles {
  const { db } = store;
  const read = async (id: number) => {
    const row = await select(db).where('articles.id', '=', id).executeTakeFirst();
    if (row === undefined)
      throw refusal('ARTICLE_NOT_FOUND', id, 'there is no such article', 'search for it again');
    return articleOf(row);
  };
  const insert = (article: NewArticle, from: number | null, { by, now }: Writing) =>
    store.transaction(async (tx) => {
      const row = { ...article, from_case: from, state: 'draft' as const, version: 1 };
      const made = await tx
        .insertInto('articles')
        .values({ ...row, created_by: by, created_at: now, updated_at: now })
        .onConflict((conflict) => conflict.column('from_case').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (made !== undefined) await putWords(tx, words, { ...article, id: made.id });
      return made?.id;
    });
  return {
    async list({ text, limit, before, retired }) {
      const found = text === '' ? undefined : (await words.find(phrasesOf(text), MOST_FOUND)).ids;
      let query = select(db).orderBy('articles.id', 'desc').limit(limit);
      if (!retired) query = query.where('state', '!=', 'retired');
      if (before !== undefined) query = query.where('articles.id', '<', before);
      if (found !== undefined) query = query.where('articles.id', 'in', [...found, 0]);
      return (await query.execute()).map(articleOf);
    },
    read,
    create: async (article, writing) => read((await insert(article, null, writing)) ?? 0),
    async fromCase(caseId, language, writing) {
      const known = () =>
        db.selectFrom('articles').select('id').where('from_case', '=', caseId).executeTakeFirst();
      const id = (await known())?.id ?? (await insert(await draftOf(db, caseId, language), caseId, writing));
      return read(id ?? (await known())?.id ?? 0);
    },
    async change(id, { version, ...change }, now) {
      await store.transaction(async (tx) => {
        const row = await tx
          .updateTable('articles')
          .set({ ...change, version: version + 1, updated_at: now })
          .where('id', '=', id)
          .where('version', '=', version)
          .returningAll()
          .executeTakeFirst();
        if (row !== undefined) await putWords(tx, words, row);
        else await refuseChange(tx, id);
      });
      return read(id);
    },
    async used(id, caseId, { by, now }) {
      await read(id);
      await rowOfCase(db, caseId);
      await store.transaction((tx) =>
        tx
          .insertInto('article_uses')
          .values({ article_id: id, case_id: caseId, by, at: now })
          .onConflict((conflict) => conflict.columns(['article_id', 'case_id']).doNothing())
          .execute(),
      );
      return read(id);
    },
  };
}

function select(db: Store['db']) {
  return db
    .selectFrom('articles')
    .selectAll('articles')
    .select((row) =>
      row
        .selectFrom('article_uses')
        .select((uses) => uses.fn.countAll<number | string>().as('uses'))
        .whereRef('article_uses.article_id', '=', 'articles.id')
        .as('uses'),
    );
}

type Row = Selectable<Tables['articles']> & { uses: number | string | null };

function articleOf(row: Row): Article {
  const { id, title, symptom, cause, solution, product, rule, state, version } = row;
  return {
    id,
    title,
    symptom,
    cause,
    solution,
    product,
    rule,
    state,
    version,
    category: row.category as Article['category'],
    fromCase: row.from_case,
    createdBy: row.created_by,
    updatedAt: new Date(row.updated_at).toISOString(),
    uses: Number(row.uses),
  };
}

type Worded = Pick<NewArticle, 'title' | 'symptom' | 'cause' | 'solution'> & { id: number };

function putWords(tx: Tx, words: WordIndex, { id, title, symptom, cause, solution }: Worded): Promise<void> {
  return words.put(tx, id, termsOf([title, symptom, cause, solution].join('\n')));
}

async function rowOfCase(db: Store['db'], caseId: number) {
  const row = await db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (row === undefined)
    throw new UserError({
      code: 'CASE_NOT_FOUND',
      place: `case ${caseId}`,
      message: 'there is no such case',
      fix: 'check its number',
    });
  return row;
}

/** What a case says of itself: what was seen, why it was, what made it work again. */
async function draftOf(db: Store['db'], caseId: number, language: Language): Promise<NewArticle> {
  const row = await rowOfCase(db, caseId);
  const title = titleOf(row.title, row.title_zh)[language];
  const events = await db
    .selectFrom('case_events')
    .select(['kind', 'text', 'data'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', ['opened', 'diagnosed', 'resolved'])
    .orderBy('seq')
    .execute();
  const resolved = events.findLast(({ kind }) => kind === 'resolved');
  const data = JSON.parse(resolved?.data ?? '{}') as { cause?: string; solution?: string };
  if ((data.solution ?? '') === '')
    throw new UserError({
      code: 'CASE_NOT_RESOLVED',
      place: `case ${caseId}`,
      message: 'the case says no solution',
      fix: 'resolve it and say what made it work again',
    });
  const { report = '' } = JSON.parse(events[0]?.data ?? '{}') as { report?: string };
  const diagnosed = events.filter(({ kind }) => kind === 'diagnosed').map(({ text }) => text);
  const causes = [data.cause ?? '', ...diagnosed].filter((text) => text !== '');
  return {
    title,
    symptom: [title, report].filter((text) => text !== '').join('\n'),
    cause: [...new Set(causes)].join('\n').slice(0, 10_000),
    solution: data.solution ?? '',
    category: row.category as NewArticle['category'],
    product: null,
    rule: row.rule,
  };
}

async function refuseChange(tx: Tx, id: number): Promise<never> {
  const row = await tx.selectFrom('articles').select('version').where('id', '=', id).executeTakeFirst();
  if (row === undefined)
    throw refusal('ARTICLE_NOT_FOUND', id, 'there is no such article', 'search for it again');
  throw refusal(
    'ARTICLE_CHANGED',
    id,
    'somebody else has changed it meanwhile',
    'read it again, and change that',
  );
}

function refusal(code: string, id: number, message: string, fix: string): UserError {
  return new UserError({ code, place: `article ${id}`, message, fix });
}
