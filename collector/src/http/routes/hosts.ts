import {
  hostDetailSchema,
  hostListQuerySchema,
  hostListSchema,
  seriesDataSchema,
  seriesQuerySchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { HttpRooms } from '../rooms.ts';
import { hostFor } from '../views/case-for.ts';
import { listHosts, readHost } from '../views/hosts.ts';

const HOUR_MS = 3_600_000;
const byId = z.object({ id: z.string().max(130) });

/** Hosts, and what they report. */
export function hostRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/hosts',
    {
      schema: { summary: 'Hosts by id', querystring: hostListQuerySchema, response: { 200: hostListSchema } },
      config: { codes: ['CURSOR_INVALID'] },
    },
    ({ asker, query }) => listHosts(rooms, { ...query, customers: asker.customers }),
  );
  typed.get(
    '/hosts/:id',
    {
      schema: {
        summary: 'One host with its newest values',
        params: byId,
        response: { 200: hostDetailSchema },
      },
      config: { codes: ['HOST_NOT_FOUND'] },
    },
    async ({ asker, params }) => hostFor(asker, await readHost(rooms, params.id)),
  );
  typed.get(
    '/hosts/:id/series',
    {
      schema: {
        summary: 'Values of some series over time',
        params: byId,
        querystring: seriesQuerySchema,
        response: { 200: seriesDataSchema },
      },
    },
    (request) => {
      const { series, points, from, to } = request.query;
      const toMs = to === undefined ? rooms.clock.now() : Date.parse(to);
      const fromMs = from === undefined ? toMs - HOUR_MS : Date.parse(from);
      if (fromMs >= toMs)
        throw new UserError({
          code: 'REQUEST_INVALID',
          place: 'from',
          message: '"from" must be before "to"',
        });
      return rooms.history({ hostId: request.params.id, series, fromMs, toMs, points });
    },
  );
}
