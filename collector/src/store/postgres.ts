import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { isUserError, type Log, systemClock, UserError } from '@watchcase/runtime';
import { guardValues } from './guard-values.ts';
import { askByName } from './named-statements.ts';
import { createPatience } from './patience.ts';
import type { Store } from './contract.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

const BIGINT_OID = 20;
const CONNECT_TIMEOUT_MS = 10_000;
/** A server that is gone without a word is noticed, and one statement never stops the flow for longer. */
const STATEMENT_TIMEOUT_MS = 60_000;
/** A server that hangs cannot end a statement itself: somewhat later its connection is given up here. */
const ANSWER_MS = STATEMENT_TIMEOUT_MS + 5000;
/** Among several collectors: a transaction whose process was stopped in the middle of it must not hold up the others. */
const SHARED_IDLE_MS = 3000;
const KEEP_ALIVE_MS = 10_000;

/** How to reach PostgreSQL. */
export interface PostgresOptions {
  /** Connection URL, with its password. */
  url: string;
  /** Most connections at once. */
  pool: number;
  /** Other collectors work on it too. */
  shared?: boolean;
}

/**
 * Connects to PostgreSQL 13 or later and brings its schema up to date. A lost connection fails the transaction under way and is made again for the next.
 * Errors: STORE_TOO_NEW, STORE_CANNOT_OPEN (UserError). Integers of 64 bits are read as numbers: all of ours are Unix milliseconds or counters, far below 2^53.
 */
export async function openPostgresStore(options: PostgresOptions, log: Log): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.pool,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: options.shared === true ? SHARED_IDLE_MS : STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  const patience = createPatience(ANSWER_MS, systemClock);
  const lost = (error: Error) => log.warn({ reason: error.message }, 'a database connection was lost');
  pool.on('error', lost);
  // One in use may be ended between two statements, too; the next statement then fails, and that is all.
  pool.on('connect', (client) => {
    client.on('error', lost);
    askByName(client);
    patience.watch(client);
  });
  const db = new Kysely<Tables>({ dialect: guardValues(new PostgresDialect({ pool })) });
  try {
    await migrate(db, 'postgres');
  } catch (error) {
    patience.stop();
    await db.destroy();
    throw isUserError(error) ? error : unreachable(options.url, error as Error);
  }
  return {
    kind: 'postgres',
    db,
    transaction: (work) => db.transaction().execute(work),
    optimize: () => Promise.resolve(),
    async close() {
      patience.stop();
      await db.destroy();
    },
  };
}

/** The address is told without its password. */
function unreachable(url: string, error: Error): UserError {
  const { host, pathname } = URL.parse(url) ?? { host: 'store.url', pathname: '' };
  return new UserError({
    code: 'STORE_CANNOT_OPEN',
    place: `${host}${pathname}`,
    message: `the database cannot be used (${error.message || 'no connection'})`,
    fix: 'check store.url, that PostgreSQL runs there, and that the user may create tables in this database',
  });
}
