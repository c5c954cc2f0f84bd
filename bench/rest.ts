import type { Store } from '@watchcase/collector/store/index.ts';
import { sql } from 'kysely';

/**
 * Brings a database to where it comes by itself within a minute: cleared up, counted, and on disk; of PostgreSQL these tables. One that is still empty must not be counted: to read all of it costs nothing then,
 * and PostgreSQL keeps that plan while it grows, until it is counted again.
 */
export async function rest(store: Store, tables: readonly string[]): Promise<void> {
  if (store.kind === 'sqlite') return store.optimize();
  await store.db.connection().execute(async (own) => {
    for (const statement of [
      // Two million rows take longer than any question may.
      'set statement_timeout = 0',
      `vacuum analyze ${tables.join(', ')}`,
      'checkpoint',
      'reset statement_timeout',
    ])
      await sql.raw(statement).execute(own);
  });
}
