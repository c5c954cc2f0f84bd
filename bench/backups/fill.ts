import type { Store } from '@watchcase/collector/store/index.ts';
import { sql } from 'kysely';
import { rest } from '../rest.ts';

/** Jobs and days, as of a moment: five jobs on each host, twenty hosts of each customer. */
export const FILLED = { jobs: 5000, days: 400, now: Date.UTC(2026, 10, 2, 12) } as const;

const DAY_MS = 86_400_000;
const FILLED_TABLES = ['customers', 'hosts', 'backup_jobs', 'backup_locations', 'backup_facts'];

/** Facts as ingest writes them, made by the database itself: each night a run and a copy off-site, each month a verification, each quarter a drill. */
export async function fill(store: Store, jobs: number): Promise<void> {
  const isSqlite = store.kind === 'sqlite';
  const upTo = (most: number, name: string) =>
    isSqlite
      ? `(with recursive ${name}(${name}) as (select 0 union all select ${name} + 1 from ${name} where ${name} < ${most - 1}) select ${name} from ${name}) as all_${name}`
      : `generate_series(0::bigint, ${most - 1}) as all_${name}(${name})`;
  const hosts = Math.ceil(jobs / 5);
  const host = (of: string) => `'c' || (${of} / 20) || '.h' || ${of}`;
  const of = `${host('(i / 5)')}, 'job' || (i % 5)`;
  const night = `${FILLED.now} - d * ${DAY_MS} - 36000000 + (i * 7919 + d * 104729) % 3600000`;
  const bytes = `1000000000 + (i * 31 + d * 17) % 20000000`;
  const facts = (kind: string, values: string, each = 1) =>
    `insert into backup_facts (host_id, job, kind, id, at, started_at, outcome, bytes, files, location, detail)
      select ${of}, '${kind}', ${values} from ${upTo(jobs, 'i')}, ${upTo(FILLED.days, 'd')} where d % ${each} = 0`;
  const outcome = `case when (i + d) % 97 = 0 then 'failed' else 'success' end`;
  for (const statement of [
    `insert into customers (id, name, created_at, shard) select 'c' || i, 'Customer ' || i, 0, 0 from ${upTo(Math.ceil(hosts / 20), 'i')}`,
    `insert into hosts (id, customer_id, site_id, name, created_at, presence, presence_since, session, clock_offset_ms, streams)
      select ${host('i')}, 'c' || (i / 20), 'main', 'h' || i, 0, 'online', 0, 1, 0, '{}' from ${upTo(hosts, 'i')}`,
    `insert into backup_jobs (host_id, job, last_start, last_end, output, news, first_seen_at)
      select ${of}, ${FILLED.now - 40_000_000}, ${FILLED.now - 36_000_000}, '', 0, ${FILLED.now - FILLED.days * DAY_MS} from ${upTo(jobs, 'i')}`,
    `insert into backup_locations (host_id, job, location, kind, tool, asked_at, newest, oldest_at, count, bytes, verified_at, sound, epoch, seq)
      select ${of}, 'sftp:vault', 'offsite', 'restic', ${FILLED.now - 3_600_000},
      '{"startedAt":${FILLED.now - 37_000_000},"endedAt":${FILLED.now - 36_000_000},"kind":"full","bytes":1000000000,"files":9,"complete":"yes"}',
      ${FILLED.now - 60 * DAY_MS}, 60, 60000000000, ${FILLED.now - DAY_MS}, 1, 1, 1 from ${upTo(jobs, 'i')}`,
    facts('run', `'r' || d, ${night}, ${night} - 900000, ${outcome}, ${bytes}, null, '', ''`),
    facts(
      'copy',
      `'sftp:vault@' || d, ${night}, ${night} - 900000, 'full yes', ${bytes}, 9, 'sftp:vault', ''`,
    ),
    facts('verified', `'v' || d, ${night}, null, 'sound', null, null, 'sftp:vault', ''`, 30),
    facts('drill', `'t' || d, ${night}, ${night} - 3600000, 'passed', null, null, '', '{}'`, 90),
  ])
    await store.transaction(async (tx) => {
      // Two million rows take longer than any question may.
      if (store.kind === 'postgres') await sql.raw('set local statement_timeout = 0').execute(tx);
      await sql.raw(statement).execute(tx);
    });
  await rest(store, FILLED_TABLES);
}

/** A run of one job more, as ingest writes it. */
export async function tellOfOne(store: Store, round: number): Promise<void> {
  const at = FILLED.now - 60_000 + round;
  const key = { host_id: `c0.h${round % 20}`, job: 'job1' };
  await store.transaction(async (tx) => {
    const blank = { bytes: 1_000_000_000, files: null, location: '', detail: '' };
    const run = {
      ...key,
      kind: 'run',
      id: `n${round}`,
      at,
      started_at: at - 1000,
      outcome: 'success',
    } as const;
    await tx
      .insertInto('backup_facts')
      .values({ ...run, ...blank })
      .execute();
    await tx
      .updateTable('backup_jobs')
      .set({ news: 1, news_from: at })
      .where('host_id', '=', key.host_id)
      .where('job', '=', key.job)
      .execute();
  });
}
