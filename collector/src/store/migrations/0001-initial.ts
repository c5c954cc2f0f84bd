import { type Kysely, sql } from 'kysely';
import type { Dialect, Migration } from '../migration.ts';
import type { Tables } from '../tables.ts';

/** Columns as `name type`; `id` stands for a generated key, `int` for a 64-bit integer, `real` for a double. */
const tables: Readonly<Record<string, string>> = {
  customers: 'id text primary key, name text not null, created_at int not null',
  sites:
    'customer_id text not null references customers, id text not null, name text not null, zone text not null, created_at int not null, primary key (customer_id, id)',
  hosts: `id text primary key, customer_id text not null references customers, site_id text not null, name text not null,
    created_at int not null, presence text not null, presence_since int not null, session int not null, session_ended_at int,
    last_heard_at int, interval_ms int, live_epoch int, clock_offset_ms int not null, agent_version text, platform text,
    streams text not null, inventory text, inventory_at int`,
  credentials:
    'username text primary key, host_id text not null references hosts, password_sha256 text not null, created_at int not null, revoked_at int',
  enrolments: `id serial, token_sha256 text not null unique, customer_id text not null, site_id text not null,
    created_at int not null, expires_at int not null, used_at int, host_id text`,
  layouts: 'id text primary key, content text not null',
  epochs:
    'host_id text not null, epoch int not null, seq int not null, updated_at int not null, primary key (host_id, epoch)',
  backup_jobs: `host_id text not null, job text not null, last_start int, last_end int, last_success int, ok int, exit_code int,
    duration_seconds real, size_bytes real, output text not null, primary key (host_id, job)`,
  cases: `id serial, group_key text not null, unresolved int not null, title text not null, state text not null, severity text not null,
    severity_rank int not null, category text not null, customer_id text not null, site_id text not null, host_id text not null,
    opened_at int not null, acknowledged_at int, acknowledged_by text, recovered_at int, resolved_at int, closed_at int,
    detected_late int not null, breached int not null, next_due int, policy text not null, last_seq int not null`,
  alerts: `id text primary key, rule text not null, host_id text not null, labels text not null, title text not null, category text not null,
    group_key text not null, runbook text, severity text not null, state text not null, frozen_from text, active_since int not null,
    held_ms int not null, last_true int not null, last_sample int not null, fired_at int, resolved_at int, value real,
    unit text not null, threshold real, series text, interval_ms int not null, case_id int references cases`,
  case_events: `case_id int not null references cases, seq int not null, time int not null, kind text not null, actor text not null,
    text text not null, data text not null, primary key (case_id, seq)`,
  case_clocks: `case_id int not null references cases, target text not null, limit_ms int not null, due_at int not null, stopped_at int,
    state text not null, next_at int, next_percent int, primary key (case_id, target)`,
  case_evidence: `case_id int not null references cases, alert_id text not null, title text not null, unit text not null, series text not null,
    points text not null, threshold real, breached_at int not null, primary key (case_id, alert_id)`,
  pages: `id serial, key text not null unique, case_id int not null references cases, reason text not null, person text not null, channel text not null,
    created_at int not null, state text not null, attempts int not null, next_at int not null, finished_at int`,
  page_attempts: `page_id int not null references pages, attempt int not null, started_at int not null, ended_at int, outcome text not null,
    detail text not null, primary key (page_id, attempt)`,
  access: `token_sha256 text primary key, kind text not null, name text not null, created_at int not null, expires_at int, used_at int`,
};

const indexes: readonly string[] = [
  'create unique index cases_one_per_outage on cases (group_key) where unresolved = 1',
  'create index cases_by_urgency on cases (unresolved, next_due, id)',
  'create index cases_by_host on cases (host_id, id)',
  'create index cases_by_group on cases (group_key, id)',
  'create index case_events_by_kind on case_events (case_id, kind, seq)',
  'create index alerts_by_host on alerts (host_id)',
  'create index alerts_by_case on alerts (case_id)',
  'create index alerts_by_state on alerts (state, id)',
  'create index case_clocks_next on case_clocks (next_at) where next_at is not null',
  'create index pages_next on pages (next_at) where finished_at is null',
  'create index pages_by_case on pages (case_id)',
  'create index credentials_by_host on credentials (host_id)',
  'create index access_by_expiry on access (expires_at)',
];

/** The event log of a case is the only truth about it: the database itself refuses to change or delete a line. */
const appendOnly: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: [
    ...['update', 'delete'].map(
      (act) =>
        `create trigger case_events_no_${act} before ${act} on case_events begin select raise(abort, 'case_events is append-only'); end`,
    ),
    // INSERT OR REPLACE deletes without asking the trigger above.
    `create trigger case_events_no_replace before insert on case_events
      when exists (select 1 from case_events where case_id = new.case_id and seq = new.seq)
      begin select raise(abort, 'case_events is append-only'); end`,
  ],
  postgres: [
    `create function case_events_append_only() returns trigger language plpgsql as $$ begin raise exception 'case_events is append-only'; end $$`,
    'create trigger case_events_append_only before update or delete on case_events for each row execute function case_events_append_only()',
    'create trigger case_events_no_truncate before truncate on case_events for each statement execute function case_events_append_only()',
  ],
};

/** The first schema. */
export const initial: Migration = async (db, dialect) => {
  for (const [name, columns] of Object.entries(tables)) {
    await run(db, `create table ${name} (${typed(columns, dialect)})`);
  }
  for (const statement of [...indexes, ...appendOnly[dialect]]) await run(db, statement);
};

function typed(columns: string, dialect: Dialect): string {
  const key =
    dialect === 'sqlite'
      ? 'integer primary key autoincrement'
      : 'bigint generated by default as identity primary key';
  return columns
    .replaceAll(/\bserial\b/g, key)
    .replaceAll(/\bint\b/g, dialect === 'sqlite' ? 'integer' : 'bigint')
    .replaceAll(/\breal\b/g, dialect === 'sqlite' ? 'real' : 'double precision');
}

async function run(db: Kysely<Tables>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}
