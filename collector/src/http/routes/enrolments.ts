import { createHash } from 'node:crypto';
import {
  createdEnrolmentSchema,
  enrolmentListSchema,
  newEnrolmentSchema,
  pageQuerySchema,
  type NewEnrolment,
} from '@watchcase/api';
import { pinnedToken } from '@watchcase/protocol';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DEFAULT_CUSTOMER, DEFAULT_SITE } from '../../directory/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { decideAgentAddress, isLocal } from '../agent-address.ts';
import { refuseForeignPlace } from '../refuse-foreign-place.ts';
import { carefulCommand, installScriptFor, joinCommand } from '../install-script.ts';
import { ownUrl } from '../own-address.ts';
import type { HttpRooms } from '../rooms.ts';
import { enrolmentView, selectEnrolments } from '../views/enrolments.ts';

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
      const { customers } = request.asker;
      if (customers !== null) select = select.where('enrolments.customer_id', 'in', customers);
      if (cursor !== undefined)
        select = select.where('enrolments.id', '<', decodeCursor(cursor, 'enrolments')[0]);
      const page = pageOf(await select.execute(), { list: 'enrolments', limit, keyOf: (row) => [row.id] });
      return { items: page.items.map(enrolmentView), next: page.next };
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
      config: { codes: ['ID_TAKEN'] },
    },
    async (request, reply) => {
      const body = request.body ?? newEnrolmentSchema.parse({});
      const wanted = wantedOf(body);
      await refuseForeignPlace(db, request.asker, wanted);
      const { id, token: secret } = await rooms.enrolments.create(
        { ...wanted, by: request.actor },
        rooms.clock.now(),
      );
      const row = await selectEnrolments(db).where('enrolments.id', '=', id).executeTakeFirstOrThrow();
      const url = ownUrl(rooms, request);
      const trust = rooms.authority();
      const token = pinnedToken(secret, { pin: trust?.pin, packageKey: rooms.packages.keyPin() });
      return reply.status(201).send({
        ...enrolmentView(row),
        token,
        command: joinCommand(url, token, trust),
        carefulCommand: body.careful ? carefulCommand(url, token, await scriptSum(rooms, url)) : null,
        enrolCommand: `watchcase-agent enrol --url ${url} --token ${token}`,
        onlyHere: isOnlyHere(rooms, url),
      });
    },
  );
}

/** SHA-256 of the script as hosts get it now. */
async function scriptSum(rooms: HttpRooms, url: string): Promise<string> {
  return createHash('sha256')
    .update(await installScriptFor(rooms, url))
    .digest('hex');
}

/** Whether a host elsewhere would find nobody at this address, or no broker. */
function isOnlyHere(rooms: HttpRooms, url: string): boolean {
  const { hostname } = new URL(url);
  const elsewhere = { host: hostname, ip: '', forwarded: false, secure: false };
  return (
    isLocal(hostname) || 'fault' in decideAgentAddress(rooms.agentDoor(), rooms.configuredUrl, elsewhere)
  );
}

/** With nothing said, a host belongs to `default` and `main`. */
function wantedOf(body: NewEnrolment): Parameters<HttpRooms['enrolments']['create']>[0] {
  const { host, customer, customerId, site, siteId, validMinutes } = body;
  if (host !== undefined) return { host, validMinutes };
  return {
    customer:
      customer === undefined && customerId === undefined
        ? DEFAULT_CUSTOMER
        : { id: customerId, name: customer },
    site: site === undefined && siteId === undefined ? DEFAULT_SITE : { id: siteId, name: site },
    validMinutes,
  };
}
