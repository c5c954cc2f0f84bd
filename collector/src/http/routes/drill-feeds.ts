import {
  createdDrillFeedSchema,
  type DrillFeed,
  drillFeedListSchema,
  newDrillFeedSchema,
} from '@watchcase/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Snapshot } from '../../directory/index.ts';
import {
  addDrillFeed,
  type DrillFeedRow,
  endDrillFeed,
  listDrillFeeds,
  refuseForeignFeed,
} from '../drill-feeds.ts';
import { decidesForOthers } from '../duty-person.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso, isoOrNull } from '../views/time.ts';
import { writingOf } from '../writing-of.ts';

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
      return { items: (await listDrillFeeds(store, whose(request))).map((row) => view(snapshot, row)) };
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
      if (customer !== null) refuseForeignFeed(snapshot, customer, customers);
      const { row, token } = await addDrillFeed(store, { customer, accountId }, writingOf(rooms, request));
      const url = `${ownUrl(rooms, request)}/feeds/${token}.ics`;
      return reply.status(201).send({ ...view(snapshot, row), url });
    },
  );
  typed.post(
    '/backups/feeds/:id/end',
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
      await endDrillFeed(store, { id, accountId: whose(request) }, writingOf(rooms, request));
      return reply.status(204).send(null);
    },
  );
}

function view(snapshot: Snapshot, row: DrillFeedRow): DrillFeed {
  const name = row.customer === null ? undefined : snapshot.get('customers', row.customer)?.data['name'];
  return {
    id: row.id,
    customer:
      row.customer === null
        ? null
        : { id: row.customer, name: typeof name === 'string' ? name : row.customer },
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
    readAt: isoOrNull(row.read_at),
  };
}
