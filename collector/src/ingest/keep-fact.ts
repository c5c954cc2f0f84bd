import { type Insertable, sql } from 'kysely';
import type { Tables, Tx } from '../store/index.ts';

/** A fact of a host's job. */
export type BackupFact = Omit<Insertable<Tables['backup_facts']>, 'host_id'>;

/** What most facts do not say. */
export const BLANK = { started_at: null, outcome: '', bytes: null, files: null, location: '', detail: '' };

const nothingKnown = {
  last_start: null,
  last_end: null,
  last_success: null,
  ok: null,
  exit_code: null,
  duration_seconds: null,
  size_bytes: null,
  output: '',
};

/** Notes that something was told of a job, about moments from one on: somebody makes it, and whoever judges it looks again. Unix milliseconds. */
export async function noteNews(
  tx: Tx,
  { hostId, job }: { hostId: string; job: string },
  { from, toldAt }: { from: number; toldAt: number },
): Promise<void> {
  await tx
    .insertInto('backup_jobs')
    .values({ host_id: hostId, job, ...nothingKnown, first_seen_at: toldAt, news: 1, news_from: from })
    .onConflict((conflict) =>
      conflict.columns(['host_id', 'job']).doUpdateSet({
        retired_at: null,
        news: sql<number>`backup_jobs.news + 1`,
        news_from: sql<number>`case when backup_jobs.news_from < ${from} then backup_jobs.news_from else ${from} end`,
      }),
    )
    .execute();
}

/** Told twice it is one; what was told last of it counts. */
export async function keepFact(tx: Tx, hostId: string, fact: BackupFact): Promise<void> {
  const { job: _job, kind: _kind, id: _id, ...set } = fact;
  await tx
    .insertInto('backup_facts')
    .values({ host_id: hostId, ...fact })
    .onConflict((conflict) => conflict.columns(['host_id', 'job', 'kind', 'id']).doUpdateSet(set))
    .execute();
}

/** Keeps a fact that is told once: false where it was told before, and stays as it is. Of two at once one waits for the other. */
export async function addFact(tx: Tx, hostId: string, fact: BackupFact): Promise<boolean> {
  const result = await tx
    .insertInto('backup_facts')
    .values({ host_id: hostId, ...fact })
    .onConflict((conflict) => conflict.columns(['host_id', 'job', 'kind', 'id']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
