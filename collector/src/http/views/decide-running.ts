/** A run of a backup job by its own number. Times in Unix milliseconds; null = not told. */
interface Run {
  startedAt: number | null;
  endedAt: number | null;
  /** The host's agent looks whether its process lives. */
  isWatched: boolean;
  /** Place of its last event in the host's own sequence. */
  epoch: number;
  seq: number;
}

/** What is known of a job besides its runs. */
interface JobFacts {
  lastStart: number | null;
  lastEnd: number | null;
  /** Place of the event that told its last end. */
  end: { epoch: number; seq: number } | null;
}

/** Which runs go on. */
interface Running {
  /** When the oldest of them began: the one that may hang; null when none runs. */
  runningSince: number | null;
  /** How many. */
  runs: number;
  /** When a run began that ended without a word, with its host or all its processes, and that no other has followed; null when there is none. */
  cutOffAt: number | null;
}

/**
 * Tells which runs of a job go on (pure): those whose end nobody has told, but for those whose process the agent no longer sees. `seen` is what the host's newest
 * sample said of the job, with its time. Where nothing is known by number the times of the last start and end stand in.
 */
export function decideRunning(
  job: JobFacts,
  runs: readonly Run[],
  seen: { running: boolean; at: number } | undefined,
): Running {
  if (runs.length === 0) {
    const isRunning = job.lastStart !== null && job.lastStart > (job.lastEnd ?? 0);
    return { runningSince: isRunning ? job.lastStart : null, runs: isRunning ? 1 : 0, cutOffAt: null };
  }
  const unended = runs.flatMap((run) =>
    run.endedAt === null && run.startedAt !== null ? [{ ...run, startedAt: run.startedAt }] : [],
  );
  const isGone = ({ isWatched, startedAt }: { isWatched: boolean; startedAt: number }) =>
    isWatched && seen?.running === false && seen.at > startedAt;
  const going = unended.filter((run) => !isGone(run)).map(({ startedAt }) => startedAt);
  const { end } = job;
  const cutOff = unended
    .filter((run) => isGone(run) && (end === null || isBehind(run, end)))
    .map(({ startedAt }) => startedAt);
  return {
    runningSince: going.length === 0 ? null : Math.min(...going),
    runs: going.length,
    cutOffAt: cutOff.length === 0 ? null : Math.max(...cutOff),
  };
}

function isBehind(one: { epoch: number; seq: number }, other: { epoch: number; seq: number }): boolean {
  return one.epoch > other.epoch || (one.epoch === other.epoch && one.seq > other.seq);
}
