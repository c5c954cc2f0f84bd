import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Which database a schema is built for. */
export type Dialect = 'sqlite' | 'postgres';

/** One step of the schema; runs inside a transaction. */
export type Migration = (db: Kysely<Tables>, dialect: Dialect) => Promise<void>;
