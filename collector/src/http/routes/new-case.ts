import { randomUUID } from 'node:crypto';
import { caseDetailSchema, newCaseBodySchema, titleOf } from '@watchcase/api';
import { identityOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import type { Store } from '../../store/index.ts';
import { actorOf, viaOf } from '../actor-of.ts';
import { type Asker, may } from '../../access/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { readCaseFor, seesDesk } from '../views/case-for.ts';
import { keySchema } from '../key-schema.ts';
import { refuseTooMany } from '../reports-spent.ts';

type NewCaseBody = z.output<typeof newCaseBodySchema>;

/** Cases that people open. */
export function newCaseRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/cases',
    {
      schema: {
        summary: 'Open a case about a host, or about something else of a customer',
        body: newCaseBodySchema,
        headers: keySchema,
        response: { 200: caseDetailSchema },
      },
      config: { codes: ['PLACE_NOT_FOUND', 'HOST_NOT_FOUND', 'REPORTS_SPENT', 'SHARD_OWNER_AWAY'] },
    },
    async (request, reply) => {
      const { title, text, severity, category, kind, source, by, ...place } = request.body;
      const given = request.headers['idempotency-key'];
      refuseForeign(request.asker, place);
      const at = await placeOf(rooms.store.db, place);
      const isDesk = seesDesk(request.asker);
      const key = given === undefined ? randomUUID() : `${request.actor} ${given}`;
      const who = actorOf(request, by);
      // Asked again under its key it is there already, and is no report more.
      if (!isDesk && (await rooms.openedAs(key)) === undefined) {
        const report = { customerId: at.customerId, by: who.name, now: rooms.clock.now() };
        await refuseTooMany(rooms.store.db, report, reply);
      }
      const id = await rooms.openCase({
        ...at,
        key,
        title: titleOf(title),
        text,
        severity,
        category,
        // What an inspection found, and by which call it came, is the desk's to say.
        kind: isDesk || kind !== 'finding' ? kind : 'fault',
        source: isDesk ? (source ?? viaOf(request)) : 'portal',
        by: who,
      });
      return readCaseFor(rooms, request.asker, id);
    },
  );
}

/** What is another customer's is answered as if it were not there. Errors: HOST_NOT_FOUND, PLACE_NOT_FOUND. */
function refuseForeign(asker: Asker, { customer, host }: Pick<NewCaseBody, 'customer' | 'host'>): void {
  const isTheirs = (id: string | undefined) =>
    id === undefined || may(asker, 'cases.take-part', { customer: id }).ok;
  if (host !== undefined && !isTheirs(identityOf(host)?.customer))
    throw unknown('HOST_NOT_FOUND', 'host', `there is no host ${host}`);
  if (!isTheirs(customer)) throw unknown('PLACE_NOT_FOUND', 'customer', `there is no customer ${customer}`);
}

/** Where a case belongs. Errors: HOST_NOT_FOUND, PLACE_NOT_FOUND. */
async function placeOf(
  db: Store['db'],
  { customer, site, host }: Pick<NewCaseBody, 'customer' | 'site' | 'host'>,
): Promise<{ customerId: string; siteId: string | null; hostId: string | null }> {
  if (host !== undefined) {
    const row = await db
      .selectFrom('hosts')
      .select(['customer_id', 'site_id'])
      .where('id', '=', host)
      .executeTakeFirst();
    if (row === undefined || (customer !== undefined && row.customer_id !== customer))
      throw unknown(
        'HOST_NOT_FOUND',
        'host',
        `there is no host ${host}${customer === undefined ? '' : ' of that customer'}`,
      );
    return { customerId: row.customer_id, siteId: row.site_id, hostId: host };
  }
  const known = await db
    .selectFrom('customers')
    .leftJoin('sites', (join) =>
      join.onRef('sites.customer_id', '=', 'customers.id').on('sites.id', '=', site ?? ''),
    )
    .select(['customers.id', 'sites.id as site'])
    .where('customers.id', '=', customer ?? '')
    .executeTakeFirst();
  if (known === undefined) throw unknown('PLACE_NOT_FOUND', 'customer', `there is no customer ${customer}`);
  if (site !== undefined && known.site === null)
    throw unknown('PLACE_NOT_FOUND', 'site', `there is no site ${site} of that customer`);
  return { customerId: known.id, siteId: site ?? null, hostId: null };
}

function unknown(code: string, place: string, message: string): UserError {
  return new UserError({
    code,
    place,
    message,
    fix: 'GET /api/v1/customers and GET /api/v1/hosts have the ids',
  });
}
