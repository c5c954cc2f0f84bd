import type { LiveChange } from '@watchcase/api';
import { identityOf } from '@watchcase/protocol';
import { type Asker, isTheirs } from '../access/index.ts';
import type { HeardChange, HttpRooms } from './rooms.ts';
import { seesDesk } from './views/case-for.ts';

/** What of a change the listener may know; undefined for nothing. */
export async function changeFor(
  { store }: Pick<HttpRooms, 'store'>,
  asker: Pick<Asker, 'role' | 'scope' | 'customers' | 'teams'>,
  change: HeardChange,
): Promise<LiveChange | undefined> {
  const { customers } = asker;
  // When engineers write to each other is theirs, too.
  const changed = seesDesk(asker) ? change.cases : change.forCustomers;
  if (customers === null) return toldOf([...change.hosts], [...changed]);
  const hosts = change.hosts.filter((id) => customers.includes(identityOf(id)?.customer ?? ''));
  const rows =
    changed.length === 0
      ? []
      : await store.db
          .selectFrom('cases')
          .select(['id', 'customer_id as customer', 'team'])
          .where('id', 'in', changed)
          .execute();
  const cases = rows.filter((row) => isTheirs(asker, row)).map(({ id }) => id);
  return toldOf(hosts, cases);
}

function toldOf(hosts: string[], cases: number[]): LiveChange | undefined {
  return hosts.length + cases.length === 0 ? undefined : { hosts, cases };
}
