import { sql } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import type { JobKey } from './read-facts.ts';

/** Something was told of a job since it was judged: how often, and about which moment on (Unix milliseconds). */
export interface News {
  count: number;
  from: number | null;
}

/** A job of which something was told. */
export type NewsRow = Awaited<ReturnType<typeof readNews>>[number];

/** Rows per look into the database. */
export const MOST_ROWS = 500;

const selectNews = prepared((db, after: { hostId: string; job: string }) =>
  db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'news', 'news_from', 'retired_at'])
    // As it stands in the condition of the index.
    .where('news', '>', sql.lit(0))
    .where((where) =>
      where.or([
        where('host_id', '>', after.hostId),
        where.and([where('host_id', '=', after.hostId), where('job', '>', after.job)]),
      ]),
    )
    .orderBy('host_id')
    .orderBy('job')
    .limit(MOST_ROWS),
);

/** Jobs of any host of which something was told since they were judged, in the order of host and name from behind `after`, `MOST_ROWS` at most. */
export async function readNews(db: Store['db'], after: JobKey) {
  const { rows } = await selectNews(db, { ...after });
  return rows;
}

/** All jobs that somebody makes, and which of their days are written down, in the same order. */
export function readKnownJobs(db: Store['db'], after: JobKey) {
  return db
    .selectFrom('backup_jobs')
    .leftJoin('backup_standings', (join) =>
      join
        .onRef('backup_standings.host_id', '=', 'backup_jobs.host_id')
        .onRef('backup_standings.job', '=', 'backup_jobs.job'),
    )
    .select(['backup_jobs.host_id', 'backup_jobs.job', 'backup_standings.settled_day'])
    .where('backup_jobs.retired_at', 'is', null)
    .where((where) =>
      where.or([
        where('backup_jobs.host_id', '>', after.hostId),
        where.and([
          where('backup_jobs.host_id', '=', after.hostId),
          where('backup_jobs.job', '>', after.job),
        ]),
      ]),
    )
    .orderBy('backup_jobs.host_id')
    .orderBy('backup_jobs.job')
    .limit(MOST_ROWS)
    .execute();
}

/** Notes that what was told of a job so far is looked at; what is told meanwhile stays news. */
export function markJudged(
  db: Store['db'] | Tx,
  { host_id, job, count }: { host_id: string; job: string; count: number },
) {
  return db
    .updateTable('backup_jobs')
    .set({ news: sql.lit(0), news_from: sql.lit(null) })
    .where('host_id', '=', host_id)
    .where('job', '=', job)
    .where('news', '=', count);
}
