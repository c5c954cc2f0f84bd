import { LIMITS } from '@watchcase/protocol/light';
import { formatDuration, type Clock, type PlainLog, type Timer } from '@watchcase/runtime/light';
import { createLayoutBudget, type LayoutBudget } from './layout-budget.ts';
import { createStreamLayout, type StreamReading } from './stream-layout.ts';
import { tickOffset, untilNextTick } from './next-tick.ts';
import { type GuardedTask, guardTask, type Patience, type Task, type TaskState } from './task.ts';

export { backupTask } from './backup-task.ts';
export { createLimit } from './limit.ts';
export { decideCopies, type LocationCopies, type ToldCopies } from './location-copies.ts';
export { decideRuns, type ToldRuns } from './job-runs.ts';
export { createSizeMemory, type SizeMemory } from './size-memory.ts';
export type { StreamReading } from './stream-layout.ts';
export type { Collected, TaskState } from './task.ts';

/** A task and how often it is read. */
export interface ScheduledTask extends Task {
  intervalMs: number;
}

/** Reads all tasks, each at its own interval. */
export interface Schedule {
  /** Names of the streams, the fastest first. */
  readonly streams: readonly string[];
  /** Milliseconds between readings of the fastest stream. */
  readonly fastestMs: number;
  states(): TaskState[];
  /** Series that are read and not sent: too many for the layouts of a host, or too new to have a place. */
  leftOut(): number;
  stop(): void;
}

/** What a schedule needs. */
export interface ScheduleNeeds {
  tasks: readonly ScheduledTask[];
  /** The host's own text that places its ticks. */
  seed: string;
  /** Takes the readings of one stream and moment; `time` is Unix milliseconds. */
  deliver(readings: readonly StreamReading[], time: number): void;
  clock: Clock;
  log: PlainLog;
}

/** A slow task may take this share of its interval, and never so long that the reading would be late. */
const PATIENCE = 0.5;
const MOST_PATIENCE_MS = 60_000;

/** Starts reading: each stream at once, then at its own aligned moments. */
export function startSchedule(needs: ScheduleNeeds): Schedule {
  const { tasks, clock, log } = needs;
  const intervals = [...new Set(tasks.map((task) => task.intervalMs))].sort((a, b) => a - b);
  const share = {
    mostParts: Math.max(1, Math.floor(LIMITS.streams / Math.max(1, intervals.length))),
    budget: createLayoutBudget(),
  };
  const streams = intervals.map((intervalMs, index) => {
    const own = tasks.filter((task) => task.intervalMs === intervalMs);
    const guarded = own.map((task) => guardTask(task, clock, log));
    return {
      name: formatDuration(intervalMs),
      guarded,
      ...runStream(intervalMs, guarded, { ...needs, ...share, isFastest: index === 0 }),
    };
  });
  return {
    streams: streams.map(({ name }) => name),
    fastestMs: intervals[0] ?? 60_000,
    states: () => streams.flatMap(({ guarded }) => guarded.map((task) => task.state())),
    leftOut: () => streams.reduce((count, { leftOut }) => count + leftOut(), 0),
    stop: () => streams.forEach(({ stop }) => stop()),
  };
}

/** What all streams of a host share. */
interface Share {
  mostParts: number;
  budget: LayoutBudget;
  /** The others follow it. */
  isFastest: boolean;
}

/** One stream that runs. */
interface RunningStream {
  leftOut(): number;
  stop(): void;
}

function runStream(
  intervalMs: number,
  tasks: readonly GuardedTask[],
  needs: ScheduleNeeds & Share,
): RunningStream {
  const { clock, log, deliver, mostParts, budget } = needs;
  const layout = createStreamLayout({ stream: formatDuration(intervalMs), intervalMs, mostParts, budget });
  const offsetMs = tickOffset(needs.seed, intervalMs);
  const patienceMs = Math.min(intervalMs * PATIENCE, MOST_PATIENCE_MS);
  let timer: Timer = clock.after(0, tick);
  let stopped = false;

  function tick(): void {
    const untilNext = untilNextTick(clock.now(), intervalMs, offsetMs);
    timer = clock.after(untilNext, tick);
    if (needs.isFastest) clock.gather(clock.monotonic() + untilNext, intervalMs);
    void readAll(clock.now()).catch((error: unknown) =>
      log.error({ code: 'READING_NOT_MADE', err: error }, 'a reading could not be made'),
    );
  }

  async function readAll(time: number): Promise<void> {
    const patience: Patience = { ms: patienceMs, over: [] };
    const giveUp = clock.limit(patienceMs, () => patience.over.forEach((tell) => tell()));
    const samples = await Promise.all(tasks.map((task) => task.collect(time, patience)));
    giveUp.cancel();
    if (!stopped) deliver(layout.arrange(samples.flat(), clock.monotonic()), time);
  }

  return {
    leftOut: layout.leftOut,
    stop() {
      stopped = true;
      timer.cancel();
    },
  };
}
