import { UserError } from '@watchcase/runtime';
import type { Asker } from '../access/index.ts';
import type { HttpRooms } from './rooms.ts';

/** Throws CASE_NOT_FOUND when one of these is another customer's. */
export async function refuseForeignCases(
  { store }: Pick<HttpRooms, 'store'>,
  { customers }: Pick<Asker, 'customers'>,
  ids: readonly number[],
): Promise<void> {
  if (customers === null || ids.length === 0) return;
  const rows = await store.db
    .selectFrom('cases')
    .select(['id', 'customer_id'])
    .where('id', 'in', ids)
    .execute();
  const foreign = rows.find((row) => !customers.includes(row.customer_id));
  if (foreign === undefined) return;
  const message = 'there is no such case';
  throw new UserError({ code: 'CASE_NOT_FOUND', place: `case ${foreign.id}`, message });
}
