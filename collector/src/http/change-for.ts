import type { LiveChange } from '@watchcase/api';
import { identityOf } from '@watchcase/protocol';
import type { Asker } from '../access/index.ts';
import type { HttpRooms } from './rooms.ts';

/** What of a change the listener may know; undefined for nothing. */
export async function changeFor(
  { store }: Pick<HttpRooms, 'store'>,
  { customers }: Pick<Asker, 'customers'>,
  change: LiveChange,
): Promise<LiveChange | undefined> {
  if (customers === null) return change;
  const hosts = change.hosts.filter((id) => customers.includes(identityOf(id)?.customer ?? ''));
  const rows =
    change.cases.length === 0 || customers.length === 0
      ? []
      : await store.db
          .selectFrom('cases')
          .select('id')
          .where('id', 'in', change.cases)
          .where('customer_id', 'in', customers)
          .execute();
  const cases = rows.map(({ id }) => id);
  return hosts.length + cases.length === 0 ? undefined : { hosts, cases };
}
