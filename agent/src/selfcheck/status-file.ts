import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Clock, PlainLog, Timer } from '@watchcase/runtime/light';
import type { AgentStatus } from './read-status.ts';
import { statusFileIn } from './status-path.ts';

/** Keeps the status file fresh. */
export interface StatusFile {
  /** Something changed that people wait for: the file is written within a second, however often this is called. */
  changed(): void;
  /** Only counts and times have moved on: the file is written within about half a minute. */
  moved(): void;
  remove(): void;
}

const WRITE_MS = 1000;
const MOVED_MS = 30_000;

/** Begins to keep the file; written whole or not at all, without waiting for the disk. */
export function createStatusFile(needs: {
  folder: string;
  status(): AgentStatus;
  clock: Clock;
  log: PlainLog;
}): StatusFile {
  const { folder, clock, log } = needs;
  const path = statusFileIn(folder);
  let timer: Timer | undefined;
  let dueAt = 0;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let complained = false;

  function write(): void {
    timer = undefined;
    writtenAt = clock.monotonic();
    try {
      writeFileSync(`${path}.new`, JSON.stringify(needs.status()), { mode: 0o600 });
      renameSync(`${path}.new`, path);
      complained = false;
    } catch (error) {
      if (!complained)
        log.warn({ code: 'STATUS_NOT_WRITTEN', err: error }, 'the status file cannot be written');
      complained = true;
    }
  }

  return {
    changed() {
      const at = Math.max(clock.monotonic(), writtenAt + WRITE_MS);
      if (timer !== undefined && dueAt <= at) return;
      timer?.cancel();
      dueAt = at;
      timer = clock.after(at - clock.monotonic(), write);
    },
    moved() {
      if (timer !== undefined) return;
      dueAt = Number.POSITIVE_INFINITY;
      timer = clock.about(Math.max(0, writtenAt + MOVED_MS - clock.monotonic()), write);
    },
    remove() {
      timer?.cancel();
      rmSync(path, { force: true });
    },
  };
}
