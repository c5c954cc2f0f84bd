import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** The log of the case without a number, which a synthetic alert opens, goes when the alert has arrived. The lines of all others stay for good. */
export const syntheticAlerts: Migration = async (db, dialect) => {
  const statements = {
    sqlite: [
      'drop trigger case_events_no_delete',
      `create trigger case_events_no_delete before delete on case_events when old.case_id <> 0
        begin select raise(abort, 'case_events is append-only'); end`,
    ],
    postgres: [
      'drop trigger case_events_append_only on case_events',
      `create trigger case_events_no_update before update on case_events for each row execute function case_events_append_only()`,
      `create trigger case_events_no_delete before delete on case_events for each row when (old.case_id <> 0)
        execute function case_events_append_only()`,
    ],
  };
  for (const statement of statements[dialect]) await sql.raw(statement).execute(db);
};
