import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

/** What an event says of one run; null = nothing. */
interface RunFact {
  job: string;
  run: string;
  startedAt: number | null;
  endedAt: number | null;
  /** The agent looks whether its process lives. */
  isWatched: boolean;
}

/** Runs of a job that are kept: so many that have ended, since a start may arrive after its end, and so many that have not. */
const MOST_RUNS = 20;

/**
 * Keeps a run by its own number. An end may come before its start, when the start was in a backlog; and whoever reports by hand may use a number again: the
 * later event of the two, by the host's own sequence, says whether it goes on.
 */
export async function commitRun(tx: Tx, event: HostEvent, fact: RunFact): Promise<void> {
  const { job, run, startedAt, endedAt } = fact;
  const row = await tx
    .selectFrom('backup_runs')
    .select(['epoch', 'seq'])
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where('run', '=', run)
    .executeTakeFirst();
  const order = { epoch: event.epoch, seq: event.seq };
  const start = startedAt === null ? {} : { started_at: startedAt, watched: fact.isWatched ? 1 : 0 };
  if (row === undefined) {
    const known = { started_at: startedAt, ended_at: endedAt, watched: fact.isWatched ? 1 : 0 };
    await tx
      .insertInto('backup_runs')
      .values({ host_id: event.hostId, job, run, ...known, ...order })
      .execute();
    return forgetOldRuns(tx, event.hostId, job);
  }
  const isNews = row.epoch < event.epoch || (row.epoch === event.epoch && row.seq < event.seq);
  const change = isNews ? { ...start, ended_at: endedAt, ...order } : start;
  if (Object.keys(change).length === 0) return undefined;
  await tx
    .updateTable('backup_runs')
    .set(change)
    .where('host_id', '=', event.hostId)
    .where('job', '=', job)
    .where('run', '=', run)
    .execute();
  return undefined;
}

async function forgetOldRuns(tx: Tx, hostId: string, job: string): Promise<void> {
  for (const is of ['is', 'is not'] as const) {
    const kept = await tx
      .selectFrom('backup_runs')
      .select('run')
      .where('host_id', '=', hostId)
      .where('job', '=', job)
      .where('ended_at', is, null)
      .orderBy('epoch', 'desc')
      .orderBy('seq', 'desc')
      .execute();
    const old = kept.slice(MOST_RUNS).map(({ run }) => run);
    if (old.length === 0) continue;
    await tx
      .deleteFrom('backup_runs')
      .where('host_id', '=', hostId)
      .where('job', '=', job)
      .where('run', 'in', old)
      .execute();
  }
}
