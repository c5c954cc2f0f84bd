import { createdFeedSchema, type Feed, feedListSchema, newFeedSchema } from '@watchcase/api';
import { writeFeed } from '@watchcase/oncall';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dutyFeed, type DutySubject, notFound, type Snapshot } from '../../directory/index.ts';
import { clientOf } from '../client-of.ts';
import {
  addFeed,
  endFeed,
  type FeedKind,
  feedNotFound,
  type FeedRow,
  listFeeds,
  readFeed,
} from '../feeds.ts';
import { decidesForOthers, personFor } from '../duty-person.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { readDrillFeed } from '../views/backups/drill-feed.ts';
import { namedView } from '../views/oncall.ts';
import { iso, isoOrNull } from '../views/time.ts';
import { writingOf } from '../writing-of.ts';

/** A calendar program asks each hour or so; many people may sit behind one address. */
const FEED_LIMIT = { max: 120, timeWindow: '1 minute' };

/** Addresses of calendars: made and ended by people. */
export function feedRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { store, directory } = rooms;
  /** Whose they see and end: undefined for everybody's. */
  const whose = (request: FastifyRequest) =>
    decidesForOthers(request) ? undefined : request.asker.accountId;
  typed.get(
    '/oncall/feeds',
    {
      schema: { summary: 'Calendar addresses in force, the newest first', response: { 200: feedListSchema } },
    },
    async (request) => {
      const snapshot = await directory.current();
      return {
        items: (await listFeeds(store, 'duty', whose(request))).map((row) => feedView(snapshot, row)),
      };
    },
  );
  typed.post(
    '/oncall/feeds',
    {
      schema: {
        summary: 'Make a calendar address of a person or a team; the answer has it, this once',
        body: newFeedSchema,
        response: { 201: createdFeedSchema },
      },
      config: { codes: ['DUTY_NOT_YOURS', 'DUTY_PERSON_UNKNOWN', 'RECORD_NOT_FOUND'] },
    },
    async (request, reply) => {
      const snapshot = await directory.current();
      const subject = await subjectOf(rooms, request, snapshot);
      const { accountId } = request.asker;
      const { row, token } = await addFeed(store, { subject, accountId }, writingOf(rooms, request));
      const url = `${ownUrl(rooms, request)}/feeds/${token}.ics`;
      return reply.status(201).send({ ...feedView(snapshot, row), url });
    },
  );
  endFeedRoute(app, rooms, { path: '/oncall/feeds', kind: 'duty', whose });
}

/** Ends an address of a kind, of those that `whose` says (undefined: everybody's). */
export function endFeedRoute(
  app: FastifyInstance,
  rooms: HttpRooms,
  {
    path,
    kind,
    whose,
  }: { path: string; kind: FeedKind; whose: (request: FastifyRequest) => string | undefined },
): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    `${path}/:id/end`,
    {
      schema: {
        summary: 'End it: whoever has the address reads nothing any more',
        params: z.object({ id: z.string().max(63) }),
        response: { 204: z.null() },
      },
      config: { codes: ['FEED_NOT_FOUND'] },
    },
    async (request, reply) => {
      const { id } = request.params;
      await endFeed(rooms.store, { kind, id, accountId: whose(request) }, writingOf(rooms, request));
      return reply.status(204).send(null);
    },
  );
}

async function subjectOf(
  rooms: HttpRooms,
  request: FastifyRequest<{ Body: z.output<typeof newFeedSchema> }>,
  snapshot: Snapshot,
): Promise<DutySubject> {
  const { person: named, team } = request.body;
  if (team === undefined) {
    const person = await personFor(rooms, request, { directory: snapshot, named });
    if (snapshot.get('people', person) === undefined) throw notFound('people', person);
    return { person };
  }
  if (snapshot.get('teams', team) === undefined) throw notFound('teams', team);
  return { team };
}

function feedView(snapshot: Snapshot, row: FeedRow): Feed {
  return {
    id: row.id,
    person: row.person === null ? null : namedView(snapshot, 'people', row.person),
    team: row.team === null ? null : namedView(snapshot, 'teams', row.team),
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
    readAt: isoOrNull(row.read_at),
  };
}

/** The calendar behind an address: who has it needs nothing else. */
export function readFeedRoute(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/feeds/:token',
    {
      config: { rateLimit: { ...FEED_LIMIT, keyGenerator: clientOf }, codes: ['FEED_NOT_FOUND'] },
      schema: {
        summary: 'The duty of a person or a team, or restore drills that are due, as iCalendar',
        params: z.object({ token: z.string().max(200) }),
        security: [],
        produces: ['text/calendar'],
        response: { 200: z.string().describe('A calendar') },
      },
    },
    async (request, reply) => {
      const now = rooms.clock.now();
      const token = request.params.token.replace(/\.ics$/, '');
      const found = await readFeed(rooms.store, token, now);
      if (found === undefined) throw feedNotFound('feed');
      const { subject, accountId } = found;
      const feed =
        'drillsOf' in subject
          ? await readDrillFeed(rooms.store, { customer: subject.drillsOf, accountId }, now)
          : dutyFeed(await rooms.directory.current(), subject, now);
      if (feed === undefined) throw feedNotFound('feed');
      return reply.type('text/calendar; charset=utf-8').send(writeFeed(feed));
    },
  );
}
