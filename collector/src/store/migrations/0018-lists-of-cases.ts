import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** As which a case counts in the order of urgency when nothing of it is due; stands in the query, too. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * What is open is found without what has ended, however much that is; of the rest what is rare. Those over few rows cost the others nothing: most cases are faults that alerts opened, and nobody's team's.
 */
export const listsOfCases: Migration = async (db) => {
  for (const statement of [
    `create index cases_open_by_due on cases (coalesce(next_due, ${NEVER}), id) where unresolved = 1`,
    'create index cases_open_by_customer on cases (customer_id, id) where unresolved = 1',
    'create index cases_open_by_site on cases (customer_id, site_id, id) where unresolved = 1',
    'create index cases_open_by_assignee on cases (assignee, id) where unresolved = 1',
    'create index cases_open_by_host on cases (host_id, id) where unresolved = 1',
    'drop index cases_by_urgency',
    `create index cases_by_source on cases (source, id) where source <> 'alert'`,
    `create index cases_by_kind on cases (kind, id) where kind <> 'fault'`,
    'create index cases_by_team on cases (team, id) where team is not null',
    'create index cases_by_resolved on cases (resolved_at) where resolved_at is not null',
    'create index cases_by_closed on cases (closed_at) where closed_at is not null',
  ])
    await sql.raw(statement).execute(db);
};
