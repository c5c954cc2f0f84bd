import type { DatabaseSync } from 'node:sqlite';
import type { NewMessage } from './message.ts';
import { statement } from './statements.ts';
import { type AgentEvent, interruptedRun, isEvent } from '@watchcase/protocol/light';

/** A run whose end has not been told. */
export interface OpenRun {
  /** Its own number. */
  run: string;
  /** Unix milliseconds. */
  startedAt: number;
  /** Mark of the process that runs it; null when it was not told. */
  process: string | null;
}

/** What this host knows of one job's runs. Times in Unix milliseconds; null = never, or not told. */
export interface BackupJob {
  job: string;
  startedAt: number | null;
  endedAt: number | null;
  succeededAt: number | null;
  ok: boolean | null;
  durationSeconds: number | null;
  sizeBytes: number | null;
  /** Oldest first. */
  openRuns: readonly OpenRun[];
}

/** Runs that nobody ends are forgotten beyond so many of a job. */
const MOST_OPEN = 20;

const HEAD = { sent: 0, epoch: 1, seq: 1, after: 0 };

/** Takes events of other processes into the rows of their jobs; gives those that the collector would take as messages. Part of the caller's transaction. */
export function noteSpooled(
  database: DatabaseSync,
  spooled: readonly { time: number; event: string }[],
): NewMessage[] {
  return spooled.flatMap(({ time, event }) => {
    const parsed = parseSpooled(event);
    if (parsed === undefined) return [];
    noteBackupEvent(database, parsed);
    return [{ kind: 'event', time, body: event }];
  });
}

/** A spooled event as it will be sent, but for its place in the sequence; undefined when the collector would not take it. */
function parseSpooled(event: string): AgentEvent | undefined {
  try {
    const raw: unknown = { ...HEAD, ...(JSON.parse(event) as object) };
    return isEvent(raw) ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** Takes an event's facts into the job's row; events of other kinds change nothing. */
function noteBackupEvent(database: DatabaseSync, parsed: AgentEvent): void {
  if (parsed.kind !== 'backup-start' && parsed.kind !== 'backup-end') return;
  // The collector leaves zero bytes out of a name, and rules ask for the job by it.
  const job = parsed.data.job.replaceAll('\0', '');
  database.prepare('INSERT OR IGNORE INTO backup_job (job) VALUES (?)').run(job);
  if (parsed.kind === 'backup-start') {
    database.prepare('UPDATE backup_job SET started_at = ? WHERE job = ?').run(parsed.time, job);
    openRun(database, { job, run: parsed.data.run, process: parsed.data.process ?? null, time: parsed.time });
    return;
  }
  const isOld = parsed.data.outcome === 'interrupted' && hasEndedSince(database, parsed.data);
  // By its own number: another run may have begun since, and the clock may have been set back.
  database.prepare('DELETE FROM backup_run WHERE run = ?').run(parsed.data.run);
  if (isOld) return;
  const { ok, durationSeconds, sizeBytes } = parsed.data;
  database
    .prepare(
      `UPDATE backup_job SET ended_at = :time, ok = :ok, duration_seconds = :duration, size_bytes = :size,
         succeeded_at = CASE WHEN :ok THEN :time ELSE succeeded_at END WHERE job = :job`,
    )
    .run({ time: parsed.time, ok: ok ? 1 : 0, duration: durationSeconds, size: sizeBytes, job });
}

/** A run that broke off says nothing of its job any more once another has ended after its beginning. */
function hasEndedSince(database: DatabaseSync, { job, run }: { job: string; run: string }): boolean {
  const row = database
    .prepare(
      `SELECT 1 FROM backup_run JOIN backup_job USING (job)
         WHERE run = ? AND job = ? AND backup_run.started_at <= backup_job.ended_at`,
    )
    .get(run, job.replaceAll('\0', ''));
  return row !== undefined;
}

const BROKE_OFF = 'the run broke off without a word: it was killed, or its host went down';

/** Ends of runs that nobody else tells: they were killed, or went with their host. `time` is when that was seen. */
export function interruptedEnds(
  runs: readonly { job: string; run: string }[],
  time: number,
): { time: number; event: string }[] {
  return runs.map((run) => {
    const data = interruptedRun(run, BROKE_OFF);
    return { time, event: JSON.stringify({ kind: 'backup-end', data, time }) };
  });
}

function openRun(
  database: DatabaseSync,
  { job, run, process, time }: { job: string; run: string; process: string | null; time: number },
): void {
  database
    .prepare('INSERT OR REPLACE INTO backup_run (run, job, started_at, process) VALUES (?, ?, ?, ?)')
    .run(run, job, time, process);
  database
    .prepare(
      `DELETE FROM backup_run WHERE job = :job AND run NOT IN
         (SELECT run FROM backup_run WHERE job = :job ORDER BY rowid DESC LIMIT :most)`,
    )
    .run({ job, most: MOST_OPEN });
}

/** All jobs by name. */
export function readBackupJobs(database: DatabaseSync): BackupJob[] {
  const rows = statement(
    database,
    `SELECT job, started_at AS startedAt, ended_at AS endedAt, succeeded_at AS succeededAt, ok,
       duration_seconds AS durationSeconds, size_bytes AS sizeBytes FROM backup_job ORDER BY job`,
  ).all() as unknown as (Omit<BackupJob, 'ok' | 'openRuns'> & { ok: number | null })[];
  const open = statement(
    database,
    'SELECT run, job, started_at AS startedAt, process FROM backup_run ORDER BY rowid',
  ).all() as unknown as (OpenRun & { job: string })[];
  return rows.map(({ ok, ...row }) => ({
    ...row,
    ok: ok === null ? null : ok === 1,
    openRuns: open
      .filter(({ job }) => job === row.job)
      .map(({ run, startedAt, process }) => ({ run, startedAt, process })),
  }));
}
