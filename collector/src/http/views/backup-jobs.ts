import type { BackupJob } from '@watchcase/api';
import type { Selectable } from 'kysely';
import type { Tables } from '../../store/index.ts';
import type { HttpRooms } from '../rooms.ts';
import { decideRunning } from './decide-running.ts';
import { iso, isoOrNull } from './time.ts';

type Row = Selectable<Tables['backup_jobs']>;

/** The backup jobs of a host by name that have told of a run, and which of them run. Of others it is known what stands where only. */
export async function readBackupJobs(
  { store, live }: Pick<HttpRooms, 'store' | 'live'>,
  hostId: string,
): Promise<BackupJob[]> {
  const [jobs, runs] = await Promise.all([
    store.db
      .selectFrom('backup_jobs')
      .selectAll()
      .where('host_id', '=', hostId)
      .where('retired_at', 'is', null)
      .where((where) => where.or([where('last_start', 'is not', null), where('last_end', 'is not', null)]))
      .orderBy('job')
      .execute(),
    store.db.selectFrom('backup_runs').selectAll().where('host_id', '=', hostId).execute(),
  ]);
  const now = live(hostId);
  return jobs.map((row) => {
    const told = now?.series.find(
      ({ measurement, field, tags }) =>
        measurement === 'backup_run' && field === 'running' && tags['job'] === row.job,
    );
    const seen = told?.value == null ? undefined : { running: told.value > 0, at: now?.lastSample ?? 0 };
    const own = runs.filter(({ job }) => job === row.job);
    return jobView(row, decideRunning(factsOf(row), own.map(runOf), seen));
  });
}

function factsOf(row: Row) {
  const end =
    row.end_epoch === null || row.end_seq === null ? null : { epoch: row.end_epoch, seq: row.end_seq };
  return { lastStart: row.last_start, lastEnd: row.last_end, end };
}

function runOf(row: Selectable<Tables['backup_runs']>) {
  const { started_at: startedAt, ended_at: endedAt, watched, epoch, seq } = row;
  return { startedAt, endedAt, isWatched: watched === 1, epoch, seq };
}

function jobView(row: Row, { runningSince, runs, cutOffAt }: ReturnType<typeof decideRunning>): BackupJob {
  return {
    job: row.job,
    lastStart: isoOrNull(row.last_start),
    lastEnd: isoOrNull(row.last_end),
    lastSuccess: isoOrNull(row.last_success),
    runningSince: runningSince === null ? null : iso(runningSince),
    runs,
    cutOffAt: isoOrNull(cutOffAt),
    ok: row.ok === null ? null : row.ok === 1,
    exitCode: row.exit_code,
    durationSeconds: row.duration_seconds,
    sizeBytes: row.size_bytes,
    output: row.output,
  };
}
