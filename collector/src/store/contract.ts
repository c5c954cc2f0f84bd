import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** One open transaction; what a room writes through it is committed with everything else of the turn, or not at all. */
export type Tx = Transaction<Tables>;

/** The database: SQLite in the data folder, or PostgreSQL. */
export interface Store {
  /** Which database it is; only full-text search must know. */
  readonly kind: 'sqlite' | 'postgres';
  /** For reading only, outside the flow (people, metrics); writing goes through `transaction`. */
  readonly db: Kysely<Tables>;
  /** Runs `work` in one transaction that is on disk when the promise resolves. Rejects with whatever `work` or the commit threw. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets the database renew what it knows for planning queries; call once a day. PostgreSQL does so by itself. */
  optimize(): Promise<void>;
  /** Ends all connections. */
  close(): Promise<void>;
}
