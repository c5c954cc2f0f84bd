import type { BackupJob } from '@watchcase/api';

/** How a backup job stands: a run under way counts before the result of the one before, and so does one that was cut off. */
export function backupResult(
  job: Pick<BackupJob, 'runningSince' | 'cutOffAt' | 'ok'>,
): 'running' | 'cutOff' | 'ok' | 'failed' | 'unknown' {
  if (job.runningSince !== null) return 'running';
  if (job.cutOffAt !== null) return 'cutOff';
  if (job.ok === null) return 'unknown';
  return job.ok ? 'ok' : 'failed';
}
