import {
  createdEnrolmentSchema,
  enrolmentListSchema,
  newEnrolmentSchema,
  pageQuerySchema,
  type Enrolment,
  type NewEnrolment,
} from '@watchcase/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Store } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { decideAgentAddress, isLocal } from '../agent-address.ts';
import { ownUrl } from '../own-address.ts';
import { DEFAULT_CUSTOMER, DEFAULT_SITE } from '../places.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso, isoOrNull } from '../views/time.ts';

/** One-time permissions for hosts to join. */
export function enrolmentRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const { db } = rooms.store;

  typed.get(
    '/enrolments',
    {
      schema: {
        summary: 'Enrolments, newest first',
        querystring: pageQuerySchema,
        response: { 200: enrolmentListSchema },
      },
      config: { codes: ['CURSOR_INVALID'] },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      let select = selectEnrolments(db)
        .orderBy('enrolments.id', 'desc')
        .limit(limit + 1);
      if (cursor !== undefined)
        select = select.where('enrolments.id', '<', decodeCursor(cursor, 'enrolments')[0]);
      const page = pageOf(await select.execute(), { list: 'enrolments', limit, keyOf: (row) => [row.id] });
      return { items: page.items.map(view), next: page.next };
    },
  );
  typed.post(
    '/enrolments',
    {
      schema: {
        summary: 'Make a one-time enrolment token',
        body: newEnrolmentSchema.nullish(),
        response: { 201: createdEnrolmentSchema },
      },
    },
    async (request, reply) => {
      const wanted = wantedOf(request.body ?? newEnrolmentSchema.parse({}));
      const { id, token } = await rooms.enrolments.create(wanted, rooms.clock.now());
      const row = await selectEnrolments(db).where('enrolments.id', '=', id).executeTakeFirstOrThrow();
      const url = ownUrl(rooms, request);
      return reply.status(201).send({
        ...view(row),
        token,
        command: `curl -fsS ${url}/join.sh | sh -s -- ${token}`,
        enrolCommand: `watchcase-agent enrol --url ${url} --token ${token}`,
        onlyHere: isOnlyHere(rooms, url),
      });
    },
  );
}

/** Whether a host elsewhere would find nobody at this address, or no broker. */
function isOnlyHere(rooms: HttpRooms, url: string): boolean {
  const { hostname } = new URL(url);
  const elsewhere = { host: hostname, ip: '', forwarded: false };
  return (
    isLocal(hostname) || 'fault' in decideAgentAddress(rooms.agentDoor(), rooms.configuredUrl, elsewhere)
  );
}

/** With nothing said, a host belongs to `default` and `main`. */
function wantedOf(body: NewEnrolment): Parameters<HttpRooms['enrolments']['create']>[0] {
  const { customer, customerId, site, siteId, validMinutes } = body;
  return {
    customer:
      customer === undefined && customerId === undefined
        ? DEFAULT_CUSTOMER
        : { id: customerId, name: customer },
    site: site === undefined && siteId === undefined ? DEFAULT_SITE : { id: siteId, name: site },
    validMinutes,
  };
}

function selectEnrolments(db: Store['db']) {
  return db
    .selectFrom('enrolments')
    .leftJoin('customers', 'customers.id', 'enrolments.customer_id')
    .leftJoin('sites', (join) =>
      join
        .onRef('sites.customer_id', '=', 'enrolments.customer_id')
        .onRef('sites.id', '=', 'enrolments.site_id'),
    )
    .selectAll('enrolments')
    .select(['customers.name as customer_name', 'sites.name as site_name']);
}

function view(
  row: Awaited<ReturnType<ReturnType<typeof selectEnrolments>['executeTakeFirstOrThrow']>>,
): Enrolment {
  return {
    id: row.id,
    customer: row.customer_id,
    customerName: row.customer_name ?? row.customer_id,
    site: row.site_id,
    siteName: row.site_name ?? row.site_id,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    usedAt: isoOrNull(row.used_at),
    host: row.host_id,
  };
}
