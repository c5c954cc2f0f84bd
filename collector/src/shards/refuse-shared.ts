import { UserError } from '@watchcase/runtime';
import { sql } from 'kysely';
import type { Store } from '../store/index.ts';

/** A collector that takes part in no cluster works for all customers: it must not begin beside one. Errors: STORE_IS_SHARED (UserError). */
export async function refuseShared(db: Store['db']): Promise<void> {
  const row = await db
    .selectFrom('collectors')
    .select('id')
    .where('until', '>=', sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`)
    .executeTakeFirst();
  if (row === undefined) return;
  throw new UserError({
    code: 'STORE_IS_SHARED',
    place: 'cluster',
    message: 'other collectors share this database, and this one is told to work alone',
    fix: 'set cluster: true here too, or end the others and wait ten seconds',
  });
}
