import { UserError } from '@watchcase/runtime';
import { type Asker, isTheirs } from '../access/index.ts';
import type { HttpRooms } from './rooms.ts';

/** Throws CASE_NOT_FOUND when one of these is neither of the asker's customers nor of their teams. */
export async function refuseForeignCases(
  { store }: Pick<HttpRooms, 'store'>,
  asker: Pick<Asker, 'role' | 'customers' | 'teams'>,
  ids: readonly number[],
): Promise<void> {
  if (asker.customers === null || ids.length === 0) return;
  const rows = await store.db
    .selectFrom('cases')
    .select(['id', 'customer_id', 'team'])
    .where('id', 'in', ids)
    .execute();
  const foreign = rows.find(({ customer_id, team }) => !isTheirs(asker, { customer: customer_id, team }));
  if (foreign === undefined) return;
  const message = 'there is no such case';
  throw new UserError({ code: 'CASE_NOT_FOUND', place: `case ${foreign.id}`, message });
}
