import type { Clock, PlainLog } from '@watchcase/runtime/light';
import type { BackupRun, Sample } from '../contract.ts';
import type { LocationCopies } from './location-copies.ts';

/** What one reading of a task gave; samples can come together with an error that says what they lack. */
export interface Collected {
  samples: readonly Sample[];
  error?: string;
  /** What a person should know though everything was read. */
  remark?: string;
  /** What stands in each place of a backup of which that can be told. */
  copies?: readonly LocationCopies[];
  /** The last runs of a backup job, where whoever starts it tells of them. */
  runs?: readonly BackupRun[];
}

/** One thing that is read at each tick of a stream: a probe, or a backup of one job. */
export interface Task {
  /** What `status` and the log call it. */
  name: string;
  /** The backup job that it reads. */
  job?: string;
  /** Reads once; whoever takes longer than `patienceMs` is not waited for. May throw. */
  collect(now: number, patienceMs: number): Promise<Collected>;
}

/** How a task fared lately. */
export interface TaskState {
  name: string;
  job?: string;
  /** Why it could not be read; null when it was read. */
  error: string | null;
  /** True when its series themselves say what could not be read. */
  told: boolean;
  /** What a person should know of what was read; null = nothing. */
  remark: string | null;
  /** What stood in each place of a backup when it was read last. */
  copies: readonly LocationCopies[];
  /** The last runs of a backup job, as they were told last. */
  runs: readonly BackupRun[];
  /** Unix milliseconds since when it is as it is. */
  since: number;
  /** Failures in all. */
  failures: number;
}

/** How long one reading waits for its tasks; one timer for all of them. */
export interface Patience {
  ms: number;
  /** Called when it is over. */
  over: (() => void)[];
}

/** A task that neither throws, nor hangs its neighbours, nor runs twice at once. */
export interface GuardedTask {
  /** Samples of this moment; none when it failed, took longer than there was patience, or still runs from before. */
  collect(now: number, patience: Patience): Promise<readonly Sample[]>;
  state(): TaskState;
}

/** Puts the guard around a task. */
export function guardTask(task: Task, clock: Clock, log: PlainLog): GuardedTask {
  let running = false;
  const state: TaskState = {
    name: task.name,
    ...(task.job === undefined ? {} : { job: task.job }),
    error: null,
    told: false,
    remark: null,
    copies: [],
    runs: [],
    since: clock.now(),
    failures: 0,
  };

  function note(error: string | null, told = false): void {
    state.told = told;
    if (error !== null) state.failures++;
    if (error === state.error) return;
    if (state.error === null || error === null) state.since = clock.now();
    state.error = error;
    if (error === null) log.info({ probe: task.name }, 'can be read again');
    else log.warn({ code: 'PROBE_FAILED', probe: task.name, reason: error }, 'could not be read');
  }

  function noteRemark(remark: string | null): void {
    if (remark === state.remark) return;
    state.remark = remark;
    if (remark !== null) log.warn({ code: 'PROBE_REMARK', probe: task.name, remark }, 'was read, but');
  }

  async function run(now: number, patienceMs: number): Promise<Collected> {
    running = true;
    try {
      return await task.collect(now, patienceMs);
    } finally {
      running = false;
    }
  }

  return {
    state: () => ({ ...state }),
    collect(now, patience) {
      if (running) {
        note('still busy with an earlier reading');
        return Promise.resolve([]);
      }
      return new Promise((resolve) => {
        let ended = false;
        const end = ({ samples, error, remark, copies, runs }: Collected, told: boolean) => {
          if (ended) return;
          ended = true;
          note(error ?? null, told);
          noteRemark(remark ?? null);
          state.copies = copies ?? state.copies;
          state.runs = runs ?? state.runs;
          resolve(samples);
        };
        patience.over.push(() =>
          end({ samples: [], error: `took longer than ${patience.ms / 1000} s` }, false),
        );
        run(now, patience.ms).then(
          (collected) => end(collected, collected.error !== undefined),
          (error: unknown) => end({ samples: [], error: sentenceOf(error) }, false),
        );
      });
    },
  };
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
