import type { Log } from '@watchcase/runtime';
import type { Kysely, Transaction } from 'kysely';
import type { StoreConfig } from './config.ts';
import { openPostgresStore } from './postgres.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Tables } from './tables.ts';

export { type StoreConfig, storeConfigSchema } from './config.ts';
export { openPostgresStore, type PostgresOptions } from './postgres.ts';
export { openSqliteStore } from './sqlite.ts';
export { changeHost } from './change-host.ts';
export { fenced, MembershipLost } from './fence.ts';
export { type HistoryMark, markHistory, readHistoryMark } from './history-mark.ts';
export { deleteJudged, readJudged, writeJudged } from './judged-blocks.ts';
export { sharedLinkSecret } from './link-secret.ts';
export { readSites } from './read-sites.ts';
export { takingTurns } from './take-turns.ts';
export { isTurnMarked, markTurn } from './turn-mark.ts';
export { startHousekeeping } from './housekeeping.ts';
export type { Tables } from './tables.ts';

/** One open transaction; what a room writes through it is committed with everything else of the turn, or not at all. */
export type Tx = Transaction<Tables>;

/** The database: SQLite in the data folder, or PostgreSQL. */
export interface Store {
  /** For reading only, outside the flow (people, metrics); writing goes through `transaction`. */
  readonly db: Kysely<Tables>;
  /** Runs `work` in one transaction that is on disk when the promise resolves. Rejects with whatever `work` or the commit threw. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets the database renew what it knows for planning queries; call once a day. PostgreSQL does so by itself. */
  optimize(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** Opens the store the config names; `file` is where SQLite keeps it; `shared` when other collectors work on it too. */
export function openStore(
  config: StoreConfig,
  file: string,
  needs: { log: Log; shared: boolean },
): Promise<Store> {
  return config.kind === 'sqlite'
    ? openSqliteStore(file)
    : openPostgresStore({ url: config.url.reveal(), pool: config.pool, shared: needs.shared }, needs.log);
}
