import type { BackupJob } from '../outbox/index.ts';
import type { Sample } from '../contract.ts';

/** What is known of runs reported on this host, as rules ask for it. `now` is Unix milliseconds. */
export function backupRunSamples(jobs: readonly BackupJob[], now: number): Sample[] {
  return jobs.map((job) => ({
    measurement: 'backup_run',
    tags: { job: job.job },
    fields: [
      ['ok', 'none', job.ok === null ? null : job.ok ? 1 : 0],
      ['age_success', 'seconds', secondsSince(job.succeededAt, now)],
      ['running', 'seconds', isRunning(job) ? secondsSince(job.startedAt, now) : 0],
      ['duration', 'seconds', job.durationSeconds],
      ['size', 'bytes', job.sizeBytes],
    ],
  }));
}

function isRunning({ startedAt, endedAt }: BackupJob): boolean {
  return startedAt !== null && (endedAt === null || endedAt < startedAt);
}

function secondsSince(time: number | null, now: number): number | null {
  return time === null ? null : Math.max(0, (now - time) / 1000);
}
