import { identityOf } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import type { Asker } from '../access/index.ts';
import type { Store } from '../store/index.ts';
import type { Enrolments } from './enrolments.ts';

/** Somebody who works for some customers lets hosts of those join: named by id, or by the name it has. Errors: PLACE_NOT_FOUND, HOST_NOT_FOUND. */
export async function refuseForeignPlace(
  db: Store['db'],
  { customers }: Pick<Asker, 'customers'>,
  wanted: Parameters<Enrolments['create']>[0],
): Promise<void> {
  if (customers === null) return;
  if ('host' in wanted) {
    if (customers.includes(identityOf(wanted.host)?.customer ?? '')) return;
    throw new UserError({ code: 'HOST_NOT_FOUND', place: wanted.host, message: 'there is no such host' });
  }
  const { id, name } = wanted.customer;
  if (id !== undefined && customers.includes(id)) return;
  const row =
    id !== undefined || name === undefined || customers.length === 0
      ? undefined
      : await db
          .selectFrom('customers')
          .select('id')
          .where('id', 'in', customers)
          .where((where) => where.or([where('id', '=', name), where('name', '=', name)]))
          .executeTakeFirst();
  if (row !== undefined) return;
  throw new UserError({
    code: 'PLACE_NOT_FOUND',
    place: id ?? name ?? 'customer',
    message: 'this is none of your customers',
    fix: 'name one of them, by its id or its name as it stands',
  });
}
