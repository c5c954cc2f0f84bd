import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '@watchcase/runtime';
import type { Store } from './index.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

const BIGINT_OID = 20;
const CONNECT_TIMEOUT_MS = 10_000;

/** How to reach PostgreSQL. */
export interface PostgresOptions {
  /** Connection URL, with its password. */
  url: string;
  /** Most connections at once. */
  pool: number;
}

/**
 * Connects to PostgreSQL 13 or later and brings its schema up to date. A lost connection fails the transaction under way and is made again for the next.
 * Integers of 64 bits are read as numbers: all of ours are Unix milliseconds or counters, far below 2^53.
 */
export async function openPostgresStore(options: PostgresOptions, log: Log): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.pool,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, 'postgres');
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    transaction: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  };
}
