import type { BackupJob } from '../outbox/index.ts';

/** Where runs are known. */
export interface RunSource {
  backupJobs(): BackupJob[];
  /** Takes in what other processes have reported since. */
  takeSpool(): unknown;
  /** Tells that these broke off. */
  endRuns(runs: readonly { job: string; run: string }[]): unknown;
}

/**
 * The jobs, and which of their runs live: one moment for all. A run tells its end before its process ends, so that end may still be on its way when the
 * process is found gone: it is taken in first, and only what is still without an end was cut off, which is told: at the agent's start too, of what ended while it
 * was away.
 */
export function lookAtRuns(
  source: RunSource,
  isProcessAlive: (process: string) => boolean,
): { jobs: readonly BackupJob[]; isAlive: (process: string) => boolean } {
  const jobs = source.backupJobs();
  const marks = jobs.flatMap(({ openRuns }) => openRuns.flatMap(({ process }) => process ?? []));
  const ended = new Set(marks.filter((mark) => !isProcessAlive(mark)));
  const isAlive = (process: string) => !ended.has(process);
  if (ended.size === 0) return { jobs, isAlive };
  source.takeSpool();
  const cutOff = source
    .backupJobs()
    .flatMap(({ job, openRuns }) =>
      openRuns.flatMap(({ run, process }) => (process !== null && ended.has(process) ? [{ job, run }] : [])),
    );
  if (cutOff.length > 0) source.endRuns(cutOff);
  return { jobs: source.backupJobs(), isAlive };
}
