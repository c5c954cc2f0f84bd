import { createHash } from 'node:crypto';
import { overviewQuerySchema, overviewSchema } from '@watchcase/api';
import { isZone, machineZone, UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { HttpRooms } from '../rooms.ts';
import { readOverview } from '../views/overview.ts';

/** What whoever leads the desk looks at. Whoever has the newest already is told so in a line (304). */
export function overviewRoute(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/overview',
    {
      schema: {
        summary:
          'What is due, what nobody has, what was missed today, hosts by site, backups late, who is on duty',
        querystring: overviewQuerySchema,
        response: { 200: overviewSchema },
      },
    },
    async ({ asker, query, headers }, reply) => {
      const zone = query.zone ?? machineZone();
      if (!isZone(zone))
        throw new UserError({
          code: 'REQUEST_INVALID',
          place: 'zone',
          message: 'expected the name of a time zone such as Asia/Shanghai',
        });
      const overview = await readOverview(rooms, asker, zone);
      const tag = `W/"${createHash('sha256').update(JSON.stringify(overview)).digest('base64url')}"`;
      void reply.header('etag', tag);
      if (headers['if-none-match'] === tag) return (reply as FastifyReply).status(304).send() as never;
      return overview;
    },
  );
}
