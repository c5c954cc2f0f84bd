import {
  caseListSchema,
  figureCasesQuerySchema,
  figureOf,
  figuresQuerySchema,
  figuresSchema,
  figuresTableQuerySchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { FigureScope } from '../../figures/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import type { HttpRooms } from '../rooms.ts';
import { sharesOf } from '../views/case-list.ts';
import { readCases } from '../views/cases.ts';
import { figuresTable } from '../views/figures-table.ts';

/** How the service is judged: figures of a period, as a table, and the cases that each counts. */
export function figureRoutes(app: FastifyInstance, { figures, store }: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/figures',
    {
      schema: {
        summary: 'Figures of the cases that were opened in a period, with what each says',
        querystring: figuresQuerySchema,
        response: { 200: figuresSchema },
      },
    },
    ({ asker, query }) => figures.read(query, scopeOf(asker)),
  );
  typed.get(
    '/figures.csv',
    {
      schema: {
        summary: 'The same as a table (CSV)',
        produces: ['text/csv'],
        querystring: figuresTableQuerySchema,
        response: { 200: z.string().describe('One line for each figure of each group') },
      },
    },
    async ({ asker, query }, reply) => {
      const found = await figures.read(query, scopeOf(asker));
      reply.header('content-disposition', `attachment; filename="figures-${found.period.name}.csv"`);
      return reply.type('text/csv; charset=utf-8').send(figuresTable(found, query.language));
    },
  );
  typed.get(
    '/figures/cases',
    {
      schema: {
        summary: 'Exactly the cases that a figure counts, the newest first',
        querystring: figureCasesQuerySchema,
        response: { 200: caseListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ asker, query }) => {
      const scope = scopeOf(asker);
      if (scope.isCustomer && figureOf(query.figure).isInternal === true) throw notForCustomers(query.figure);
      const { limit, cursor } = query;
      const before = cursor === undefined ? Number.POSITIVE_INFINITY : decodeCursor(cursor, 'all cases')[0];
      const ids = (await figures.caseIds(query, scope)).filter((id) => id < before);
      const page = pageOf(ids.slice(0, limit + 1), { list: 'all cases', limit, keyOf: (id) => [id] });
      return { items: await readCases(store.db, page.items), next: page.next };
    },
  );
}

function scopeOf(asker: FastifyRequest['asker']): FigureScope {
  return {
    narrow:
      asker.customers === null
        ? undefined
        : (where) => where.or(sharesOf(asker).map((theirs) => theirs(where))),
    isCustomer: asker.role === 'customer' || asker.scope === 'customer',
  };
}

function notForCustomers(figure: string): UserError {
  return new UserError({
    code: 'NOT_ALLOWED',
    place: figure,
    message: 'this figure is of what customers do not read',
    fix: 'GET /api/v1/figures has those that are for you',
  });
}
