import {
  createdDrillFeedSchema,
  type DrillFeed,
  drillFeedListSchema,
  newDrillFeedSchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Snapshot } from '../../directory/index.ts';
import { addFeed, type FeedRow, listFeeds } from '../feeds.ts';
import { decidesForOthers } from '../duty-person.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { namedView } from '../views/oncall.ts';
import { iso, isoOrNull } from '../views/time.ts';
import { writingOf } from '../writing-of.ts';
import { endFeedRoute } from './oncall-feeds.ts';

/** Calendar addresses of restore drills that are due: made and ended by people. */
export function drillFeedRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { store, directory } = rooms;
  /** Whose they see and end: undefined for everybody's. */
  const whose = (request: FastifyRequest) =>
    decidesForOthers(request) && request.asker.customers === null ? undefined : request.asker.accountId;
  typed.get(
    '/backups/feeds',
    {
      schema: {
        summary: 'Calendar addresses of drills in force, the newest first',
        response: { 200: drillFeedListSchema },
      },
    },
    async (request) => {
      const snapshot = await directory.current();
      return { items: (await listFeeds(store, 'drills', whose(request))).map((row) => view(snapshot, row)) };
    },
  );
  typed.post(
    '/backups/feeds',
    {
      schema: {
        summary: 'Make a calendar address of the restore drills that are due; the answer has it, this once',
        body: newDrillFeedSchema,
        response: { 201: createdDrillFeedSchema },
      },
      config: { codes: ['PLACE_NOT_FOUND'] },
    },
    async (request, reply) => {
      const { customer = null } = request.body;
      const snapshot = await directory.current();
      const { accountId, customers } = request.asker;
      if (customer !== null) refuseForeign(snapshot, customer, customers);
      const { row, token } = await addFeed(
        store,
        { subject: { drillsOf: customer }, accountId },
        writingOf(rooms, request),
      );
      const url = `${ownUrl(rooms, request)}/feeds/${token}.ics`;
      return reply.status(201).send({ ...view(snapshot, row), url });
    },
  );
  endFeedRoute(app, rooms, { path: '/backups/feeds', kind: 'drills', whose });
}

function view(snapshot: Snapshot, row: FeedRow): DrillFeed {
  return {
    id: row.id,
    customer: row.customer === null ? null : namedView(snapshot, 'customers', row.customer),
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
    readAt: isoOrNull(row.read_at),
  };
}

/** A calendar of a customer that is not there, or not theirs, is none. Errors: PLACE_NOT_FOUND. */
function refuseForeign(directory: Snapshot, customer: string, customers: readonly string[] | null): void {
  const isTheirs = customers === null || customers.includes(customer);
  if (isTheirs && directory.get('customers', customer) !== undefined) return;
  throw new UserError({
    code: 'PLACE_NOT_FOUND',
    place: customer,
    message: 'this is no customer, or none of yours',
    fix: 'name one of them by its id, or none for all that you may see',
  });
}
