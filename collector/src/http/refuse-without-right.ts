import { identityOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { FastifyRequest } from 'fastify';
import { may, type Subject } from '../access/index.ts';
import { type RouteRight, rightOf } from './route-rights.ts';
import type { HttpRooms } from './rooms.ts';

/** Throws for whoever may not: NOT_ALLOWED, or as if there were nothing where it is another customer's. */
export async function refuseWithoutRight(
  { store }: Pick<HttpRooms, 'store'>,
  request: FastifyRequest,
): Promise<void> {
  const { asker, method } = request;
  const { action, about } = rightOf(method, request.routeOptions.url ?? '');
  const { id = '' } = (request.params ?? {}) as { id?: string };
  const rough = may(asker, action);
  if (!rough.ok) throw forbidden(action, rough.reason === 'scope');
  if (asker.customers === null) return;
  if (about === 'all') throw limited(action);
  const subject = await subjectOf(store, about, id);
  if (subject === undefined || may(asker, action, subject).ok) return;
  throw notTheirs(about, id);
}

/** Whose it is; nobody's where there is no such thing, which its route says itself; undefined where the route looks after that. */
async function subjectOf(
  { db }: HttpRooms['store'],
  about: RouteRight['about'],
  id: string,
): Promise<Subject | undefined> {
  if (about === 'customer') return { customer: id };
  if (about === 'host') return { customer: identityOf(id)?.customer ?? '' };
  if ((about !== 'case' && about !== 'call') || !/^\d{1,15}$/.test(id)) return undefined;
  const row = await (about === 'case' ? ofCase(db, Number(id)) : ofCall(db, Number(id)));
  return row === undefined ? undefined : { customer: row.customer_id, team: row.team };
}

function ofCase(db: HttpRooms['store']['db'], id: number) {
  return db.selectFrom('cases').select(['customer_id', 'team']).where('id', '=', id).executeTakeFirst();
}

/** A call after a case is of those whose the case is. */
function ofCall(db: HttpRooms['store']['db'], id: number) {
  return db
    .selectFrom('follow_ups')
    .leftJoin('cases', 'cases.id', 'follow_ups.case_id')
    .select(['follow_ups.customer_id', 'cases.team'])
    .where('follow_ups.id', '=', id)
    .executeTakeFirst();
}

const missing = {
  host: { code: 'HOST_NOT_FOUND', message: 'there is no such host' },
  case: { code: 'CASE_NOT_FOUND', message: 'there is no such case' },
  call: { code: 'FOLLOW_UP_NOT_FOUND', message: 'there is no such call' },
  customer: { code: 'PLACE_NOT_FOUND', message: 'there is no such customer' },
};

function notTheirs(about: RouteRight['about'], id: string): UserError {
  const { code, message } = missing[about as keyof typeof missing];
  return new UserError({
    code,
    place: about === 'case' || about === 'call' ? `${about} ${id}` : id,
    message,
  });
}

function limited(action: string): UserError {
  return new UserError({
    code: 'NOT_ALLOWED',
    place: action,
    message: 'this is about all customers, and your account is for some of them',
    fix: 'ask somebody whose account is not limited',
  });
}

function forbidden(action: string, byScope: boolean): UserError {
  return new UserError({
    code: 'NOT_ALLOWED',
    place: action,
    message: byScope ? 'this token may not do that, though its owner may' : 'your role may not do that',
    fix: 'ask an administrator; docs/access.md says which role may what',
  });
}
