import {
  caseDetailSchema,
  caseListQuerySchema,
  caseListSchema,
  pageQuerySchema,
  peopleSchema,
  timelineListSchema,
} from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { caseById } from '../case-by-id.ts';
import type { HttpRooms } from '../rooms.ts';
import { caseFor, readCaseFor, seesDesk } from '../views/case-for.ts';
import { listCases } from '../views/case-list.ts';
import { readTimeline, refuseUnknown } from '../views/cases.ts';

/** Cases as they are read; see case-acts.ts for what people do to them. */
export function caseRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;

  typed.get(
    '/cases',
    {
      schema: {
        summary: 'Cases by urgency or another order, or all, by any of many filters',
        querystring: caseListQuerySchema,
        response: { 200: caseListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async ({ asker, query }) => {
      const needs = { db, now: rooms.clock.now(), findCases: rooms.knowledge.findCases };
      const { items, next } = await listCases(needs, { ...query, asker });
      return { items: items.map((it) => caseFor(asker, it)), next };
    },
  );
  typed.get(
    '/cases/:id',
    {
      schema: {
        summary: 'One case with timeline and evidence',
        params: caseById,
        response: { 200: caseDetailSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    ({ asker, params }) => readCaseFor(rooms, asker, params.id),
  );
  typed.get(
    '/cases/:id/timeline',
    {
      schema: {
        summary: "Lines of a case's timeline, newest first",
        params: caseById,
        querystring: pageQuerySchema,
        response: { 200: timelineListSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ asker, params, query }) => {
      await refuseUnknown(db, params.id);
      return readTimeline(db, params.id, query, { forCustomer: !seesDesk(asker) });
    },
  );
  typed.get(
    '/people',
    {
      schema: {
        summary: 'Everybody who can be told: a case can be handed on to them',
        response: { 200: peopleSchema },
      },
    },
    async () => ({ items: (await rooms.people()).map((name) => ({ name })) }),
  );
}
