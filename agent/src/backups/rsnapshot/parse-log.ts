import type { SnapshotState } from '@watchcase/protocol/light';

/** One run that rotated: the snapshots have moved on by one. */
export interface Run {
  /** The local wall clock's text at its begin and end; no end while it runs, or when it was killed. */
  started: string;
  ended: string | undefined;
  complete: SnapshotState;
}

const line = /^\[([^\]]+)\] (.*)$/;

/**
 * Reads the runs of one level from rsnapshot's log, the oldest first (pure). A run that was refused for its config never `started` and has rotated nothing; one that
 * failed has, and has left last time's files.
 */
export function parseRuns(log: string, level: string): Run[] {
  const runs: Run[] = [];
  for (const text of log.split('\n')) {
    const [, time = '', said = ''] = line.exec(text) ?? [];
    if (said.endsWith(` ${level}: started`)) {
      runs.push({ started: time, ended: undefined, complete: 'no' });
      continue;
    }
    const run = runs.at(-1);
    const end = endOf(said, level);
    if (run === undefined || end === undefined || run.ended !== undefined) continue;
    run.ended = time;
    run.complete = end;
  }
  return runs;
}

function endOf(said: string, level: string): SnapshotState | undefined {
  if (said.endsWith(` ${level}: completed successfully`)) return 'yes';
  if (said.endsWith(` ${level}: completed, but with some warnings`)) return 'warnings';
  return said.includes(` ${level}: completed, but with`) ? 'no' : undefined;
}
