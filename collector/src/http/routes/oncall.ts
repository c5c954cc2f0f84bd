import {
  dutyFindingsSchema,
  dutyPreviewQuerySchema,
  dutyPreviewSchema,
  fairnessQuerySchema,
  fairnessSchema,
  pagedQuerySchema,
  pagedSchema,
  whoQuerySchema,
  whoSchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  dutiesOf,
  dutyFairness,
  findDutyFaults,
  findReachFaults,
  LOOKED_AHEAD_MS,
} from '../../directory/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { dutyFindingView, dutyPreviewView, fairnessView, personView, whoView } from '../views/oncall.ts';
import { countPaged, readGotPages } from '../views/paged.ts';
import { iso } from '../views/time.ts';

const LONGEST_SPAN_MS = 400 * 86_400_000;
const MOST_MONTHS = 24;

/** Who is on duty, who will be, what is missing, and who had how much of it. */
export function oncallRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const { directory, clock } = rooms;
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/oncall/who',
    {
      schema: {
        summary: 'Who is on duty at a moment, by each rota that answers, the narrowest first',
        querystring: whoQuerySchema,
        response: { 200: whoSchema },
      },
    },
    async ({ query: { at, ...question } }) =>
      whoView(await directory.current(), question, at === undefined ? clock.now() : Date.parse(at)),
  );
  typed.get(
    '/oncall/preview',
    {
      schema: {
        summary: 'Who is on duty between two moments, and where nobody is; up to 400 days',
        querystring: dutyPreviewQuerySchema,
        response: { 200: dutyPreviewSchema },
      },
      config: { codes: ['DUTY_SPAN_INVALID'] },
    },
    async ({ query: { from, to, ...question } }) => {
      return dutyPreviewView(await directory.current(), question, spanOf({ from, to }));
    },
  );
  findingRoutes(app, rooms);
  pagedRoute(app, rooms);
}

function findingRoutes(app: FastifyInstance, { directory, clock, methods }: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/oncall/findings',
    {
      schema: {
        summary:
          'Where nobody is on duty, or one person twice, within 60 days; who is out of use and still on a rota; who cannot be paged, and which addresses are not verified',
        response: { 200: dutyFindingsSchema },
      },
    },
    async () => {
      const [snapshot, now] = [await directory.current(), clock.now()];
      const reach = findReachFaults(snapshot, await methods.known());
      const items = [...findDutyFaults(snapshot, now), ...reach].map((one) => dutyFindingView(snapshot, one));
      return { until: iso(now + LOOKED_AHEAD_MS), items };
    },
  );
  typed.get(
    '/oncall/fairness',
    {
      schema: {
        summary: 'Hours, nights and holidays of each person, by month',
        querystring: fairnessQuerySchema,
        response: { 200: fairnessSchema },
      },
      config: { codes: ['DUTY_SPAN_INVALID'] },
    },
    async ({ query: { from, to, ...question } }) => {
      if (to < from || monthsBetween(from, to) > MOST_MONTHS)
        throw spanInvalid(`${from} to ${to}`, 'up to 24 months were expected, the first of them first');
      const snapshot = await directory.current();
      return fairnessView(snapshot, dutyFairness(dutiesOf(snapshot), question, { from, to }));
    },
  );
}

function pagedRoute(app: FastifyInstance, { store, directory, zoneOf }: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/oncall/paged',
    {
      schema: {
        summary:
          'How often each person was paged between two moments, up to 400 days, and in how many nights',
        querystring: pagedQuerySchema,
        response: { 200: pagedSchema },
      },
      config: { codes: ['DUTY_SPAN_INVALID'] },
    },
    async ({ query }) => {
      const span = spanOf(query);
      const [pages, snapshot] = [await readGotPages(store.db, span), await directory.current()];
      const people = [...new Set(pages.map(({ person }) => person))];
      const zones = new Map(await Promise.all(people.map(async (id) => [id, await zoneOf(id)] as const)));
      const nameOf = (id: string) => personView(snapshot, id).name;
      return { items: countPaged(pages, { nameOf, zoneOf: (id) => zones.get(id) ?? 'UTC' }) };
    },
  );
}

/** Both moments, Unix milliseconds. Errors: DUTY_SPAN_INVALID. */
function spanOf({ from, to }: { from: string; to: string }): { from: number; to: number } {
  const span = { from: Date.parse(from), to: Date.parse(to) };
  if (span.to <= span.from || span.to - span.from > LONGEST_SPAN_MS)
    throw spanInvalid(`${from} to ${to}`, 'a span of up to 400 days was expected');
  return span;
}

function monthsBetween(from: string, to: string): number {
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return number(to) - number(from) + 1;
}

function spanInvalid(place: string, message: string): UserError {
  return new UserError({ code: 'DUTY_SPAN_INVALID', place, message, fix: 'ask for less at once' });
}
