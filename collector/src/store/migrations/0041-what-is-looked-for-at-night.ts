import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What is read between the commit of a case and its page: solved cases by their titles and by their rule, and due pages in the order in which they go out. */
export const lookedForAtNight: Migration = async (db, dialect) => {
  const sqlite = dialect === 'sqlite';
  const words = sqlite
    ? [
        `create virtual table solved_words using fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0')`,
      ]
    : [
        'create table solved_words (id bigint primary key, words tsvector not null)',
        'create index solved_words_words on solved_words using gin (words)',
      ];
  for (const statement of [
    ...words,
    'drop index cases_by_rule',
    'create index cases_by_rule on cases (rule, unresolved, id)',
    // The words of those that were solved before are written anew.
    `update indexed_cases set seq = 0 where case_id in (select id from cases where resolved_at is not null and exists
      (select 1 from case_events where case_id = cases.id and kind = 'resolved' and data not like '%"solution":""%'))`,
    // A column of its own: SQLite would plan a statement anew, each time, for an index over an expression.
    `alter table pages add column place integer not null generated always as (case when reason = 'opened' and attempts = 0 then 0
      when reason = 'opened' then 1 when reason in ('recovered', 'resolved') then 3 else 2 end) ${sqlite ? 'virtual' : 'stored'}`,
    'create index pages_due on pages (channel, place, next_at, id) where finished_at is null',
  ])
    await sql.raw(statement).execute(db);
};
