import type { BackupJob } from '@watchcase/api';

/** How a backup job stands: a run under way counts before the result of the one before. */
export function backupResult(
  job: Pick<BackupJob, 'lastStart' | 'lastEnd' | 'ok'>,
): 'running' | 'ok' | 'failed' | 'unknown' {
  const started = job.lastStart === null ? 0 : Date.parse(job.lastStart);
  const ended = job.lastEnd === null ? 0 : Date.parse(job.lastEnd);
  if (started > ended) return 'running';
  if (job.ok === null) return 'unknown';
  return job.ok ? 'ok' : 'failed';
}
