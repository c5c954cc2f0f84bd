import type { Session } from '@watchcase/api';
import { actionsOf, type Asker } from '../../access/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { iso } from './time.ts';

/** Who is signed in, as the console needs it. */
export async function sessionView(
  { store, clock }: Pick<HttpRooms, 'store' | 'clock'>,
  asker: Asker,
): Promise<Session> {
  const row = await store.db
    .selectFrom('accounts')
    .select('password')
    .where('id', '=', asker.accountId)
    .executeTakeFirst();
  return {
    name: asker.name,
    account: asker.accountId,
    role: asker.role,
    customers: asker.customers === null ? null : [...asker.customers],
    may: actionsOf(asker),
    hasPassword: row?.password != null,
    serverTime: iso(clock.now()),
  };
}
