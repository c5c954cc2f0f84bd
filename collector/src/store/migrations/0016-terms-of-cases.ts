import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What cases are judged by, pauses of their clocks, and when a case does something by itself next. */
export const termsOfCases: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    'create table case_terms (id text primary key, data text not null)',
    `alter table case_clocks add column paused_since ${int}`,
    `alter table case_clocks add column paused_until ${int}`,
    'alter table case_clocks add column paused_reason text',
    `alter table case_clocks add column provisional ${int} not null default 0`,
    `alter table cases add column next_at ${int}`,
    'update cases set next_at = (select min(next_at) from case_clocks where case_id = cases.id)',
    ...['comes_back_at', 'held_until'].map(
      (moment) =>
        `update cases set next_at = ${moment} where ${moment} is not null and (next_at is null or ${moment} < next_at)`,
    ),
    'create index cases_next on cases (next_at) where next_at is not null',
    'drop index case_clocks_next',
    'drop index cases_coming_back',
    'drop index cases_held',
  ])
    await sql.raw(statement).execute(db);
};
