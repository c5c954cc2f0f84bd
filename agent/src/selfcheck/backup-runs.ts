import type { BackupJob, OpenRun } from '../outbox/index.ts';
import type { Sample } from '../contract.ts';

/**
 * What is known of runs reported on this host, as rules ask for it. `now` is Unix milliseconds; `isAlive` tells whether the process of a mark lives. The
 * oldest run that has not ended is the one that may hang; a run whose process is gone without a word has failed.
 */
export function backupRunSamples(
  jobs: readonly BackupJob[],
  { now, isAlive }: { now: number; isAlive: (process: string) => boolean },
): Sample[] {
  const isOpen = ({ process }: OpenRun) => process === null || isAlive(process);
  return jobs.map((job) => ({
    measurement: 'backup_run',
    tags: { job: job.job },
    fields: [
      ['ok', 'none', okOf(job, isOpen)],
      ['age_success', 'seconds', secondsSince(job.succeededAt, now)],
      ['running', 'seconds', secondsSince(job.openRuns.find(isOpen)?.startedAt ?? null, now) ?? 0],
      ['duration', 'seconds', job.durationSeconds],
      ['size', 'bytes', job.sizeBytes],
    ],
  }));
}

function okOf({ ok, endedAt, openRuns }: BackupJob, isOpen: (run: OpenRun) => boolean): number | null {
  const wasCutOff = openRuns.some((run) => run.startedAt > (endedAt ?? 0) && !isOpen(run));
  if (wasCutOff) return 0;
  return ok === null ? null : ok ? 1 : 0;
}

function secondsSince(time: number | null, now: number): number | null {
  return time === null ? null : Math.max(0, (now - time) / 1000);
}
