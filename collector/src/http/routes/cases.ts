import {
  caseDetailSchema,
  caseListQuerySchema,
  caseListSchema,
  closeBodySchema,
  handOnBodySchema,
  noteBodySchema,
  pageQuerySchema,
  peopleSchema,
  resolveBodySchema,
  timelineListSchema,
  whoBodySchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CaseAction } from '../../model/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { listCases, readCase, readTimeline, refuseUnknown } from '../views/cases.ts';

/** Digits only: what else JavaScript reads as a number (`1e3`, ` 1`) names no case. */
const byId = z.object({
  id: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(1)),
});

/** What a case that has ended refuses. */
const ENDED = ['CASE_ALREADY_RESOLVED', 'CASE_ALREADY_CLOSED'];

/** Cases, and what people do to them. Every act answers with the case as it then is. */
export function caseRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;
  const route = <B extends z.ZodType>(summary: string, body: B, codes: readonly string[]) => ({
    schema: { summary, params: byId, body, response: { 200: caseDetailSchema } },
    config: { codes: ['CASE_NOT_FOUND', 'SHARD_OWNER_AWAY', ...codes] },
  });

  async function act(id: number, action: CaseAction) {
    await rooms.act(id, action);
    return readCase(db, id);
  }

  typed.get(
    '/cases',
    {
      schema: {
        summary: 'Cases by urgency, or all',
        querystring: caseListQuerySchema,
        response: { 200: caseListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    (request) => listCases(db, request.query),
  );
  typed.get(
    '/cases/:id',
    {
      schema: {
        summary: 'One case with timeline and evidence',
        params: byId,
        response: { 200: caseDetailSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    (request) => readCase(db, request.params.id),
  );
  typed.get(
    '/cases/:id/timeline',
    {
      schema: {
        summary: "Lines of a case's timeline, newest first",
        params: byId,
        querystring: pageQuerySchema,
        response: { 200: timelineListSchema },
      },
      config: { codes: ['CASE_NOT_FOUND'] },
    },
    async ({ params, query }) => {
      await refuseUnknown(db, params.id);
      return readTimeline(db, params.id, query);
    },
  );
  typed.post(
    '/cases/:id/acknowledge',
    route('Take the case: stops its respond clock', whoBodySchema.nullish(), [
      ...ENDED,
      'CASE_ALREADY_ACKNOWLEDGED',
    ]),
    (request) => {
      const by = request.body?.by ?? request.actor;
      return act(request.params.id, { kind: 'acknowledge', by, via: viaOf(request) });
    },
  );
  typed.get(
    '/people',
    {
      schema: {
        summary: 'People of duty: a case can be handed on to them',
        response: { 200: peopleSchema },
      },
    },
    () => ({ items: rooms.people().map((name) => ({ name })) }),
  );
  typed.post(
    '/cases/:id/take',
    route('Take the case over, whoever has it', whoBodySchema.nullish(), ENDED),
    (request) => {
      const by = request.body?.by ?? request.actor;
      return act(request.params.id, { kind: 'take', by, via: viaOf(request) });
    },
  );
  typed.post(
    '/cases/:id/hand-on',
    route('Hand the case on to somebody of duty', handOnBodySchema, [...ENDED, 'PERSON_NOT_ON_DUTY']),
    (request) => {
      const { to, by = request.actor } = request.body;
      if (!rooms.people().includes(to)) throw notOnDuty(to, rooms.people());
      return act(request.params.id, { kind: 'hand-on', by, to, via: viaOf(request) });
    },
  );
  typed.post(
    '/cases/:id/give-back',
    route('Nobody has the case any more: its respond clock runs again', whoBodySchema.nullish(), [
      ...ENDED,
      'CASE_NOT_ACKNOWLEDGED',
    ]),
    (request) => act(request.params.id, { kind: 'give-back', by: request.body?.by ?? request.actor }),
  );
  typed.post('/cases/:id/notes', route('Add a note', noteBodySchema, ['CASE_ALREADY_CLOSED']), (request) =>
    act(request.params.id, { kind: 'note', by: request.body.by ?? request.actor, text: request.body.text }),
  );
  typed.post(
    '/cases/:id/resolve',
    route('The fault is gone: stops its resolve clock', resolveBodySchema.nullish(), [
      ...ENDED,
      'CASE_STILL_FIRING',
    ]),
    (request) => {
      const { cause = '', solution = '', by = request.actor, whileFiring } = request.body ?? {};
      return act(request.params.id, { kind: 'resolve', by, cause, solution, whileFiring });
    },
  );
  typed.post(
    '/cases/:id/reopen',
    route('Open an ended case again: it is paged anew', whoBodySchema.nullish(), [
      'CASE_NOT_ENDED',
      'CASE_GOES_ON',
    ]),
    (request) => act(request.params.id, { kind: 'reopen', by: request.body?.by ?? request.actor }),
  );
  typed.post(
    '/cases/:id/close',
    route('Nothing is left to do', closeBodySchema.nullish(), ['CASE_ALREADY_CLOSED', 'CASE_STILL_FIRING']),
    (request) => {
      const { text = '', by = request.actor, whileFiring } = request.body ?? {};
      return act(request.params.id, { kind: 'close', by, text, whileFiring });
    },
  );
}

function viaOf(request: FastifyRequest): 'console' | 'api' {
  return request.headers.authorization === undefined ? 'console' : 'api';
}

function notOnDuty(name: string, people: readonly string[]): UserError {
  return new UserError({
    code: 'PERSON_NOT_ON_DUTY',
    place: 'to',
    message: `"${name}" is nobody of duty`,
    fix: `name one of: ${people.join(', ') || '(duty in the config names nobody)'}`,
  });
}
