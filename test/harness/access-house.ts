import type { Role } from '@watchcase/api';
import { addCase, addHost, hostRow } from './paged-case.ts';
import type { HttpHouse } from './http-rooms.ts';

/** Somebody with an account, and a token of it. */
export interface Caller {
  role: Role;
  /** Null for all. */
  customers: readonly string[] | null;
  token: string;
}

const wanted: Readonly<Record<string, Omit<Caller, 'token'>>> = {
  admin: { role: 'admin', customers: null },
  manager: { role: 'manager', customers: null },
  engineer: { role: 'engineer', customers: null },
  reader: { role: 'read-only', customers: null },
  'manager of acme': { role: 'manager', customers: ['acme'] },
  'engineer of acme': { role: 'engineer', customers: ['acme'] },
  'reader of acme': { role: 'read-only', customers: ['acme'] },
  'customer acme': { role: 'customer', customers: ['acme'] },
};

/** Adds customers `acme` and `globex` with a host `db1`, an alert, a case and a call after it each (1 and 2), and people of every role; gives these by name. */
export async function fillAccessHouse(house: HttpHouse): Promise<Record<string, Caller>> {
  const { store, rooms } = house;
  await addHost(store);
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'globex', name: 'Globex', created_at: 0 }).execute();
    const other = { customer_id: 'globex', host_id: 'globex.db1' };
    await tx
      .insertInto('hosts')
      .values({ ...hostRow, id: 'globex.db1', customer_id: 'globex' })
      .execute();
    await addCase(tx, { opened_at: 0 });
    await addCase(tx, { opened_at: 0, ...other });
    const calls = ['acme', 'globex'].map((customer_id, at) => ({ case_id: at + 1, customer_id, due_at: 0 }));
    await tx.insertInto('follow_ups').values(calls).execute();
  });
  const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
  const made: Record<string, Caller> = {};
  for (const [name, { role, customers }] of Object.entries(wanted)) {
    const of = customers === null ? null : [...customers];
    const account = { name, role, customers: of, email: null, teams: [], language: null };
    const { id } = await rooms.access.accounts.add(account, by);
    const key = { accountId: id, name, scope: null, expiresAt: null };
    const { token } = await rooms.access.keys.newToken(key, by);
    made[name] = { role, customers, token };
  }
  return made;
}
