import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** A site's hosts are found without looking at all: where many sites go at once each asks for its own. */
export const hostsBySite: Migration = async (db) => {
  await sql.raw('create index hosts_by_site on hosts (customer_id, site_id)').execute(db);
};
