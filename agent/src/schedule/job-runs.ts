import { type AgentEvent, interruptedRun } from '@watchcase/protocol/light';
import type { BackupRun } from '../contract.ts';

/** A run's begin or end, as the collector is told it. */
export type RunEvent =
  Extract<AgentEvent, { kind: 'backup-start' | 'backup-end' }> extends infer Event
    ? Event extends AgentEvent
      ? Pick<Event, 'kind' | 'data' | 'time'>
      : never
    : never;

/** What was told of the runs that an entry of the config had when it was asked last: of each whether its end was told, too. */
export type ToldRuns = Readonly<Record<string, Readonly<Record<string, 'begun' | 'ended'>>>>;

/** What is to be told, and what will have been told then. */
export interface RunsDecision {
  tell: readonly RunEvent[];
  told: ToldRuns;
}

/** Decides of which runs the collector is told (pure): begin and end, each once. Entries of the config that are gone are forgotten. */
export function decideRuns(
  tasks: readonly { name: string; job?: string; runs: readonly BackupRun[] }[],
  { told, now }: { told: ToldRuns; now: number },
): RunsDecision {
  const tell: RunEvent[] = [];
  const next: Record<string, ToldRuns[string]> = {};
  for (const { name, job, runs } of tasks) {
    const before = told[name];
    if (job === undefined || runs.length === 0) {
      if (before !== undefined) next[name] = before;
      continue;
    }
    tell.push(
      ...lostOf(job, runs, { before, now }),
      ...runs.flatMap((one) => eventsOf(job, one, { before, now })),
    );
    next[name] = Object.fromEntries(runs.map(({ run, end }) => [run, end === null ? 'begun' : 'ended']));
  }
  return { tell, told: next };
}

interface Before {
  before: ToldRuns[string] | undefined;
  now: number;
}

function eventsOf(job: string, { run, startedAt, end }: BackupRun, { before, now }: Before): RunEvent[] {
  const was = before?.[run];
  const start: RunEvent = { kind: 'backup-start', time: startedAt, data: { job, run } };
  const begin = was === undefined ? [start] : [];
  if (end === null || was === 'ended') return begin;
  const { at, outcome, exitCode, output } = end;
  const data = {
    job,
    run,
    ok: outcome !== 'failed',
    outcome,
    exitCode,
    durationSeconds: at === null ? null : Math.max(0, at - startedAt) / 1000,
    sizeBytes: null,
    output: output.slice(0, 4000),
  };
  return [...begin, { kind: 'backup-end', time: at ?? (was === 'begun' ? now : startedAt), data }];
}

/** One that went on, and of which nothing is told any more: others have begun since. */
function lostOf(job: string, runs: readonly BackupRun[], { before = {}, now }: Before): RunEvent[] {
  const lost = Object.keys(before).filter(
    (run) => before[run] === 'begun' && runs.every((one) => one.run !== run),
  );
  return lost.map((run) => ({
    kind: 'backup-end',
    time: now,
    data: interruptedRun({ job, run }, 'how it ended is not known: another has begun since'),
  }));
}
