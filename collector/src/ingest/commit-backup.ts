import {
  type AgentEvent,
  type BackupCopies,
  type BackupVerified,
  type RestoreDrill,
  runOutcomeOf,
} from '@watchcase/protocol';
import { sql } from 'kysely';
import type { HostEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { forgetFacts, keepCopies, keepDrill, keepRunEnd, keepVerification } from './commit-facts.ts';
import { commitRun } from './commit-run.ts';
import { noteNews } from './keep-fact.ts';

type StartData = Extract<AgentEvent, { kind: 'backup-start' }>['data'];
type EndData = Extract<AgentEvent, { kind: 'backup-end' }>['data'];
type Fact = 'start' | 'end' | 'success';

/**
 * Keeps the newest facts of a backup job: older ones that arrive late change nothing. Which is newer the host's own sequence tells, not its clock: that may have
 * been set back.
 */
export async function commitBackupEvent(tx: Tx, event: HostEvent): Promise<void> {
  const { job } = event.data as { job: string };
  const from = momentOf(event);
  if (event.replaces !== null) {
    await tx
      .deleteFrom('backup_jobs')
      .where('host_id', '=', event.hostId)
      .where('job', '=', event.replaces)
      .execute();
    await forgetFacts(tx, event.hostId, event.replaces);
  }
  await noteNews(tx, { hostId: event.hostId, job }, { from, toldAt: event.arrivedAt });
  if (event.kind === 'backup-start') await commitStart(tx, event, event.data as StartData);
  else if (event.kind === 'backup-end') await commitEnd(tx, event, event.data as EndData);
  else if (event.kind === 'backup_copies') await keepCopies(tx, event, event.data as BackupCopies);
  else if (event.kind === 'backup_verified') await keepVerification(tx, event, event.data as BackupVerified);
  else await keepDrill(tx, event, event.data as RestoreDrill);
}

/** The oldest moment that it tells of: days from then on may be others than they were. */
function momentOf({ kind, time, data }: HostEvent): number {
  if (kind === 'backup_verified') return Math.min(time, (data as unknown as BackupVerified).at);
  if (kind === 'restore_drill') return Math.min(time, (data as unknown as RestoreDrill).endedAt);
  if (kind !== 'backup_copies') return time;
  const { newest, verifiedAt } = data as unknown as BackupCopies;
  return Math.min(time, newest?.endedAt ?? newest?.startedAt ?? time, verifiedAt ?? time);
}

async function commitStart(tx: Tx, event: HostEvent, { job, run, process }: StartData): Promise<void> {
  await jobBefore(tx, event, { job, fact: 'start' })
    .set({ last_start: event.time, start_epoch: event.epoch, start_seq: event.seq })
    .execute();
  const isWatched = process !== undefined;
  await commitRun(tx, event, { job, run, startedAt: event.time, endedAt: null, isWatched });
}

async function commitEnd(tx: Tx, event: HostEvent, data: EndData): Promise<void> {
  const { job, run } = data;
  const ended = { job, run, startedAt: null, endedAt: event.time, isWatched: false };
  const beganAt = runOutcomeOf(data) === 'interrupted' ? await overtakenRun(tx, event.hostId, data) : null;
  if (beganAt !== null) {
    await commitRun(tx, event, ended);
    // When it broke off nobody knows; told at the time of its news it would pass for the job's last run.
    return keepRunEnd(tx, { ...event, time: beganAt }, data);
  }
  await jobBefore(tx, event, { job, fact: 'end' })
    .set({
      last_end: event.time,
      end_epoch: event.epoch,
      end_seq: event.seq,
      ok: data.ok ? 1 : 0,
      exit_code: data.exitCode,
      duration_seconds: data.durationSeconds,
      size_bytes: data.sizeBytes,
      output: data.output,
    })
    .execute();
  await commitRun(tx, event, ended);
  await keepRunEnd(tx, event, data);
  if (!data.ok) return undefined;
  // The newest success may be older than the newest end, and may arrive after it: backlog follows what is live.
  await jobBefore(tx, event, { job, fact: 'success' })
    .set({ last_success: event.time, success_epoch: event.epoch, success_seq: event.seq })
    .execute();
  return undefined;
}

/** When a run began after whose beginning another has ended (Unix milliseconds), else null: that it broke off, told late, says nothing of its job any more. */
async function overtakenRun(tx: Tx, hostId: string, { job, run }: EndData): Promise<number | null> {
  const row = await tx
    .selectFrom('backup_runs')
    .innerJoin('backup_jobs', (join) =>
      join
        .onRef('backup_jobs.host_id', '=', 'backup_runs.host_id')
        .onRef('backup_jobs.job', '=', 'backup_runs.job'),
    )
    .select('backup_runs.started_at')
    .where('backup_runs.host_id', '=', hostId)
    .where('backup_runs.job', '=', job)
    .where('backup_runs.run', '=', run)
    .whereRef('backup_runs.started_at', '<=', 'backup_jobs.last_end')
    .executeTakeFirst();
  return row?.started_at ?? null;
}

/** The job's row, if this fact of it is from before the event; one that was written without its event is compared by time. */
function jobBefore(
  tx: Tx,
  { hostId, time, epoch, seq }: HostEvent,
  { job, fact }: { job: string; fact: Fact },
) {
  const at = sql.ref(`last_${fact}`);
  const epochOf = sql.ref(`${fact}_epoch`);
  const seqOf = sql.ref(`${fact}_seq`);
  return tx
    .updateTable('backup_jobs')
    .where('host_id', '=', hostId)
    .where('job', '=', job)
    .where(
      sql<boolean>`((${epochOf} is null and (${at} is null or ${at} <= ${time})) or ${epochOf} < ${epoch}
        or (${epochOf} = ${epoch} and ${seqOf} < ${seq}))`,
    );
}
