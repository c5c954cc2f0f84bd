import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Log, Timer } from '@watchcase/runtime';
import { z } from 'zod';

/** How a running agent stands: `status.json` in the state folder. Times in Unix milliseconds. */
export const statusSchema = z.object({
  pid: z.int(),
  version: z.string(),
  writtenAt: z.int(),
  startedAt: z.int(),
  /** `customer.host`. */
  host: z.string(),
  url: z.string(),
  connection: z.object({
    state: z.enum(['connecting', 'connected', 'rejected']),
    since: z.int(),
    reason: z.string(),
    session: z.int(),
    lastAckAt: z.int().nullable(),
  }),
  outbox: z.object({
    messages: z.int(),
    bytes: z.int(),
    droppedReadings: z.int(),
    droppedEvents: z.int(),
    setAside: z.int(),
    writable: z.boolean(),
    epoch: z.int(),
    backlogEpochs: z.int(),
  }),
  streams: z.array(z.string()),
  /** What cannot be read, why, and since when. */
  failing: z.array(z.object({ name: z.string(), error: z.string(), since: z.int() })),
});
export type AgentStatus = z.output<typeof statusSchema>;

/** Keeps the status file fresh. */
export interface StatusFile {
  /** Something changed: the file is written within a second, however often this is called. */
  changed(): void;
  remove(): void;
}

const WRITE_MS = 1000;

/** Begins to keep the file; written whole or not at all, without waiting for the disk. */
export function createStatusFile(needs: {
  folder: string;
  status(): AgentStatus;
  clock: Clock;
  log: Log;
}): StatusFile {
  const { folder, clock, log } = needs;
  const path = fileIn(folder);
  let timer: Timer | undefined;
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
      timer ??= clock.after(Math.max(0, writtenAt + WRITE_MS - clock.monotonic()), write);
    },
    remove() {
      timer?.cancel();
      rmSync(path, { force: true });
    },
  };
}

/** The status last written in a state folder; undefined when there is none that can be read. */
export function readStatusFile(folder: string): AgentStatus | undefined {
  try {
    return statusSchema.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'status.json');
}
