import type { DatabaseSync } from 'node:sqlite';
import { statement } from './statements.ts';
import { type AgentEvent, isEvent } from '@watchcase/protocol/light';

/** What this host knows of one job's runs. Times in Unix milliseconds; null = never, or not told. */
export interface BackupJob {
  job: string;
  startedAt: number | null;
  endedAt: number | null;
  succeededAt: number | null;
  ok: boolean | null;
  durationSeconds: number | null;
  sizeBytes: number | null;
}

const HEAD = { sent: 0, epoch: 1, seq: 1, after: 0 };

/** A spooled event as it will be sent, but for its place in the sequence; undefined when the collector would not take it. */
export function parseSpooled(event: string): AgentEvent | undefined {
  try {
    const raw: unknown = { ...HEAD, ...(JSON.parse(event) as object) };
    return isEvent(raw) ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** Takes an event's facts into the job's row; events of other kinds change nothing. Part of the caller's transaction. */
export function noteBackupEvent(database: DatabaseSync, event: string): void {
  const parsed = parseSpooled(event);
  if (parsed?.kind !== 'backup-start' && parsed?.kind !== 'backup-end') return;
  // The collector leaves zero bytes out of a name, and rules ask for the job by it.
  const job = parsed.data.job.replaceAll('\0', '');
  database.prepare('INSERT OR IGNORE INTO backup_job (job) VALUES (?)').run(job);
  if (parsed.kind === 'backup-start') {
    database.prepare('UPDATE backup_job SET started_at = ? WHERE job = ?').run(parsed.time, job);
    return;
  }
  const { ok, durationSeconds, sizeBytes } = parsed.data;
  database
    .prepare(
      `UPDATE backup_job SET ended_at = :time, ok = :ok, duration_seconds = :duration, size_bytes = :size,
         succeeded_at = CASE WHEN :ok THEN :time ELSE succeeded_at END WHERE job = :job`,
    )
    .run({ time: parsed.time, ok: ok ? 1 : 0, duration: durationSeconds, size: sizeBytes, job });
}

/** All jobs by name. */
export function readBackupJobs(database: DatabaseSync): BackupJob[] {
  const rows = statement(
    database,
    `SELECT job, started_at AS startedAt, ended_at AS endedAt, succeeded_at AS succeededAt, ok,
       duration_seconds AS durationSeconds, size_bytes AS sizeBytes FROM backup_job ORDER BY job`,
  ).all() as unknown as (Omit<BackupJob, 'ok'> & { ok: number | null })[];
  return rows.map(({ ok, ...row }) => Object.assign(row, { ok: ok === null ? null : ok === 1 }));
}
