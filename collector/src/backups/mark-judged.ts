import type { Tx } from '../store/index.ts';

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
