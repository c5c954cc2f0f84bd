import type { Store, Tx } from '../store/index.ts';
import type { JobKey } from './read-facts.ts';

/** Jobs of any host of which something was told since they were judged, in the order of host and name from behind `after`, at most so many. */
export function readNews(db: Store['db'], { after, most }: { after: JobKey; most: number }) {
  return db
    .selectFrom('backup_jobs')
    .select(['host_id', 'job', 'news', 'retired_at'])
    .where('news', '>', 0)
    .where((where) =>
      where.or([
        where('host_id', '>', after.hostId),
        where.and([where('host_id', '=', after.hostId), where('job', '>', after.job)]),
      ]),
    )
    .orderBy('host_id')
    .orderBy('job')
    .limit(most)
    .execute();
}

/** Notes that what was told of some jobs so far is looked at; what is told meanwhile stays news. */
export async function markJudged(
  tx: Tx,
  rows: readonly { host_id: string; job: string; news: number }[],
): Promise<void> {
  for (const { host_id, job, news } of rows)
    await tx
      .updateTable('backup_jobs')
      .set({ news: 0 })
      .where('host_id', '=', host_id)
      .where('job', '=', job)
      .where('news', '=', news)
      .execute();
}
