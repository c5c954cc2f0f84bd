import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What figures know of each case, behind its log; and cases by the moment they were opened. */
export const figuresOfCases: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table case_figures (case_id ${int} primary key references cases, seq ${int} not null, form ${int} not null, data text not null)`,
    'create index cases_by_opening on cases (opened_at, id)',
  ])
    await sql.raw(statement).execute(db);
};
