import {
  articleChangeSchema,
  articleListSchema,
  articleSchema,
  languageSchema,
  likesSchema,
  newArticleSchema,
  pageQuerySchema,
} from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { actorOf } from '../actor-of.ts';
import { caseById } from '../case-by-id.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { refuseUnknown } from '../views/cases.ts';

/** What is known of faults: articles, and what is like a case. */
export function articleRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { articles } = rooms.knowledge;
  const writing = (request: Parameters<typeof actorOf>[0]) => ({
    by: actorOf(request).name,
    now: rooms.clock.now(),
  });

  typed.get(
    '/articles',
    {
      schema: {
        summary: 'Articles, the newest first; those with all words of `text`',
        querystring: pageQuerySchema.extend({
          text: z.string().max(200).default(''),
          retired: z.enum(['true', 'false']).default('false'),
        }),
        response: { 200: articleListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ query: { limit, cursor, text, retired } }) => {
      const before = cursor === undefined ? undefined : decodeCursor(cursor, 'articles')[0];
      const rows = await articles.list({ text, limit: limit + 1, before, retired: retired === 'true' });
      return pageOf(rows, { list: 'articles', limit, keyOf: ({ id }) => [id] });
    },
  );
  typed.post(
    '/articles',
    { schema: { summary: 'Write one', body: newArticleSchema, response: { 200: articleSchema } } },
    (request) => articles.create(request.body, writing(request)),
  );
  typed.get(
    '/articles/:id',
    {
      schema: { summary: 'One article', params: caseById, response: { 200: articleSchema } },
      config: { codes: ['ARTICLE_NOT_FOUND'] },
    },
    (request) => articles.read(request.params.id),
  );
  typed.patch(
    '/articles/:id',
    {
      schema: {
        summary: 'Change one, review it, or retire it',
        params: caseById,
        body: articleChangeSchema,
        response: { 200: articleSchema },
      },
      config: { codes: ['ARTICLE_NOT_FOUND', 'ARTICLE_CHANGED'] },
    },
    (request) => articles.change(request.params.id, request.body, rooms.clock.now()),
  );
  typed.post(
    '/articles/:id/used',
    {
      schema: {
        summary: 'It helped in a case; counts once for each case',
        params: caseById,
        body: z.object({ case: z.int().min(1) }),
        response: { 200: articleSchema },
      },
      config: { codes: ['ARTICLE_NOT_FOUND', 'CASE_NOT_FOUND'] },
    },
    (request) => articles.used(request.params.id, request.body.case, writing(request)),
  );
  typed.post(
    '/cases/:id/article',
    {
      schema: {
        summary: 'Make an article of a resolved case; each makes one',
        params: caseById,
        querystring: z.object({
          language: languageSchema.default('en').describe('Of its title'),
        }),
        response: { 200: articleSchema },
      },
      config: { codes: ['CASE_NOT_FOUND', 'CASE_NOT_RESOLVED'] },
    },
    (request) => articles.fromCase(request.params.id, request.query.language, writing(request)),
  );
  typed.get(
    '/cases/:id/likes',
    {
      schema: {
        summary: 'Earlier cases and articles that may solve it, the best first, and why',
        params: caseById,
        response: { 200: likesSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ asker, params: { id } }) => {
      await refuseUnknown(rooms.store.db, id);
      const items = await rooms.knowledge.likes(id);
      if (asker.customers === null) return { items };
      // What solved it at another customer is told by articles, which name nobody.
      return { items: items.filter(({ kind }) => kind === 'article') };
    },
  );
}
