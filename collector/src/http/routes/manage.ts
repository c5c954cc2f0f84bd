import {
  customersSchema,
  endedHostSchema,
  enrolmentSchema,
  hostChangeSchema,
  hostDetailSchema,
  renameSchema,
} from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { identityOf, usernameOf } from '@watchcase/protocol';
import { listCustomers, siteFor, type Writing } from '../../directory/index.ts';
import type { Asker } from '../../access/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { writingOf } from '../writing-of.ts';
import { enrolmentView, selectEnrolments } from '../views/enrolments.ts';
import { readHost } from '../views/hosts.ts';

const byId = z.object({ id: z.string().max(130) });
const codes = ['HOST_NOT_FOUND', 'SHARD_OWNER_AWAY'];

/** What people change of hosts, places, tokens and backup jobs. Nothing that has a history is deleted. */
export function manageRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  hostChanges(app, rooms);
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.get(
    '/customers',
    { schema: { summary: 'Customers with their sites', response: { 200: customersSchema } } },
    async ({ asker }) => ({ items: await customersOf(rooms, asker) }),
  );
  typed.patch(
    '/customers/:id',
    {
      schema: {
        summary: 'Rename a customer',
        params: byId,
        body: renameSchema,
        response: { 200: customersSchema },
      },
      config: { codes: ['PLACE_NOT_FOUND', 'NAME_TAKEN'] },
    },
    async (request) => {
      const { id } = request.params;
      await rename(rooms, 'customers', { id, name: request.body.name }, writingOf(rooms, request));
      return { items: await customersOf(rooms, request.asker) };
    },
  );
  typed.patch(
    '/customers/:id/sites/:site',
    {
      schema: {
        summary: 'Rename a site',
        params: byId.extend({ site: z.string().max(63) }),
        body: renameSchema,
        response: { 200: customersSchema },
      },
      config: { codes: ['PLACE_NOT_FOUND', 'NAME_TAKEN'] },
    },
    async (request) => {
      const { id, site } = request.params;
      const wanted = { id: `${id}.${site}`, name: request.body.name };
      await rename(rooms, 'sites', wanted, writingOf(rooms, request));
      return { items: await customersOf(rooms, request.asker) };
    },
  );
  typed.post(
    '/enrolments/:id/revoke',
    {
      schema: {
        summary: 'Make a token that nobody has used worth nothing',
        params: z.object({ id: z.coerce.number().int() }),
        response: { 200: enrolmentSchema },
      },
      config: { codes: ['ENROLMENT_NOT_FOUND', 'ENROLMENT_TOKEN_USED'] },
    },
    async (request) => {
      await refuseForeignEnrolment(rooms, request.asker, request.params.id);
      await revokeEnrolment(rooms, request.params.id);
      const row = selectEnrolments(rooms.store.db).where('enrolments.id', '=', request.params.id);
      return enrolmentView(await row.executeTakeFirstOrThrow());
    },
  );
}

function hostChanges(app: FastifyInstance, rooms: HttpRooms): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  typed.patch(
    '/hosts/:id',
    {
      schema: {
        summary: 'Rename a host, or move it to another site',
        params: byId,
        body: hostChangeSchema,
        response: { 200: hostDetailSchema },
      },
      config: { codes },
    },
    async (request) => {
      const { id } = request.params;
      const { name, site, siteId } = request.body;
      const { customer } = await readHost(rooms, id);
      const wanted = { id: siteId, name: site };
      const to =
        site === undefined && siteId === undefined
          ? undefined
          : await rooms.store.transaction((tx) =>
              siteFor(tx, customer.id, wanted, writingOf(rooms, request)),
            );
      await rooms.changeHost(id, {
        ...(name === undefined ? {} : { name }),
        ...(to === undefined ? {} : { siteId: to.id }),
      });
      return readHost(rooms, id);
    },
  );
  for (const [act, summary] of [
    ['retire', 'Take a host out of service: nobody expects it any more, its history and cases stay'],
    ['revoke', 'Take its credential from a host, and end its connection'],
  ] as const)
    typed.post(
      `/hosts/:id/${act}`,
      { schema: { summary, params: byId, response: { 200: endedHostSchema } }, config: { codes } },
      async (request) => {
        const { id } = request.params;
        await rooms.changeHost(id, act === 'retire' ? { retired: true } : { revoked: true });
        const identity = identityOf(id);
        if (identity !== undefined) rooms.enrolments.forget(usernameOf(identity));
        const cutOff = await rooms.cutOff(id);
        return { ...(await readHost(rooms, id)), cutOff };
      },
    );
  typed.post(
    '/hosts/:id/backups/retire',
    {
      schema: {
        summary: 'Leave out a backup job that nobody makes any more, until it reports again',
        params: byId,
        body: z.object({ job: z.string().min(1).max(128) }),
        response: { 200: hostDetailSchema },
      },
      config: { codes },
    },
    async (request) => {
      const { id } = request.params;
      await rooms.changeHost(id, { retiredJob: request.body.job });
      return readHost(rooms, id);
    },
  );
}

/** Gives a customer or site another name; its id stays. Errors: PLACE_NOT_FOUND, NAME_TAKEN. */
async function rename(
  { directory }: HttpRooms,
  kind: 'customers' | 'sites',
  { id, name }: { id: string; name: string },
  by: Writing,
): Promise<void> {
  const record = (await directory.current()).get(kind, id);
  if (record === undefined)
    throw new UserError({ code: 'PLACE_NOT_FOUND', place: id, message: 'there is no such customer or site' });
  await directory.put(kind, id, { data: { ...record.data, name }, version: record.version }, by);
}

/** Customers of the asker's. */
async function customersOf({ store }: HttpRooms, { customers }: Asker) {
  const all = await listCustomers(store.db);
  return customers === null ? all : all.filter(({ id }) => customers.includes(id));
}

async function refuseForeignEnrolment({ store }: HttpRooms, { customers }: Asker, id: number): Promise<void> {
  if (customers === null) return;
  const row = await store.db
    .selectFrom('enrolments')
    .select('customer_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined || customers.includes(row.customer_id)) return;
  throw unknownEnrolment(id);
}

function unknownEnrolment(id: number): UserError {
  return new UserError({
    code: 'ENROLMENT_NOT_FOUND',
    place: String(id),
    message: 'there is no such token',
  });
}

async function revokeEnrolment({ store, clock }: HttpRooms, id: number): Promise<void> {
  const known = await store.transaction(async (tx) => {
    await tx
      .updateTable('enrolments')
      .set({ revoked_at: clock.now() })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute();
    return tx.selectFrom('enrolments').select('used_at').where('id', '=', id).executeTakeFirst();
  });
  if (known === undefined) throw unknownEnrolment(id);
  if (known.used_at === null) return;
  throw new UserError({
    code: 'ENROLMENT_TOKEN_USED',
    place: String(id),
    message: 'this enrolment token was used already',
    fix: 'revoke the credential of the host that used it',
  });
}
