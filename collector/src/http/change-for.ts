import type { LiveChange } from '@watchcase/api';
import { identityOf } from '@watchcase/protocol';
import { type Asker, isTheirs } from '../access/index.ts';
import type { HttpRooms } from './rooms.ts';

/** What of a change the listener may know; undefined for nothing. */
export async function changeFor(
  { store }: Pick<HttpRooms, 'store'>,
  asker: Pick<Asker, 'role' | 'customers' | 'teams'>,
  change: LiveChange,
): Promise<LiveChange | undefined> {
  const { customers } = asker;
  if (customers === null) return change;
  const hosts = change.hosts.filter((id) => customers.includes(identityOf(id)?.customer ?? ''));
  const rows =
    change.cases.length === 0
      ? []
      : await store.db
          .selectFrom('cases')
          .select(['id', 'customer_id as customer', 'team'])
          .where('id', 'in', change.cases)
          .execute();
  const cases = rows.filter((row) => isTheirs(asker, row)).map(({ id }) => id);
  return hosts.length + cases.length === 0 ? undefined : { hosts, cases };
}
