import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** People with accounts of their own. Whoever has signed in before was the administrator, who has the first account and stays signed in. */
export const accounts: Migration = async (db, dialect) => {
  const int = dialect === 'sqlite' ? 'integer' : 'bigint';
  for (const statement of [
    `create table accounts (id text primary key, name text not null, email text, email_key text unique, role text not null, customers text,
      teams text not null default '[]', password text, oidc text unique, language text, created_at ${int} not null, retired_at ${int})`,
    `insert into accounts (id, name, role, created_at) values ('admin', 'admin', 'admin', 0)`,
    ...['id', 'account_id', 'scope', 'device'].map(
      (column) => `alter table access add column ${column} text`,
    ),
    `alter table access add column seen_at ${int}`,
    `update access set account_id = 'admin', id = substr(token_sha256, 1, 16)`,
    'create index access_by_account on access (account_id, kind)',
    'create unique index access_by_id on access (id)',
  ])
    await sql.raw(statement).execute(db);
};
