import type { DatabaseSync } from 'node:sqlite';
import { backoffMs, type Clock, type Log, type Timer } from '@watchcase/runtime';
import type { RemoteConfig } from './config.ts';
import { createDelivery } from './deliver.ts';
import type { HostTags } from './line-protocol.ts';
import { createMark } from './marks.ts';
import { type Batch, createOutgoing } from './outgoing.ts';
import type { References } from './references.ts';

/** What the way to the time-series database looks like; for /metrics. */
export interface RemoteStats {
  queuedBlocks: number;
  queuedBytes: number;
  /** Blocks that were too many for the disk, and lines that the database refuses. */
  dropped: number;
  writtenLines: number;
  /** Why the last write failed; null when it did not. */
  lastError: string | null;
}

/** Sends blocks as lines to InfluxDB or VictoriaMetrics; they are on disk and outlive its outages and ours. */
export interface Remote {
  /** Blocks were written, and are on disk. */
  appended(more: { blocks: number; bytes: number }): void;
  /** Blocks were removed that had not been told of. */
  recount(): void;
  /** Writes how far it has come, inside the caller's transaction. */
  save(): void;
  /** The last block that is not needed any more. */
  settled(): number;
  stats(): RemoteStats;
  /** Begins no more writes; resolves when the one under way has ended, at the latest after a second. */
  stop(): Promise<void>;
}

const RETRY = { firstMs: 500, maxMs: 60_000 };
const MOST_BLOCKS = 2000;
/**
 * What the database has taken is kept for this long, and sent again when it goes away meanwhile, or its connection ends without a word: VictoriaMetrics holds the last
 * seconds in memory and loses them when it is killed. A point that comes twice has the same time and value.
 */
const SETTLE_MS = 15_000;
const STOP_GRACE_MS = 1000;

/** Builds the way to one database, and takes it up where it ended. */
export function createRemote(
  database: DatabaseSync,
  config: RemoteConfig,
  needs: {
    references: References;
    tagsOf(hostId: string): HostTags;
    /** Id of the last block that may be sent. */
    upTo(): number;
    clock: Clock;
    log: Log;
  },
): Remote {
  const { clock, log } = needs;
  const outgoing = createOutgoing(database, config.resolution, needs);
  const deliver = createDelivery(config);
  const done = createMark(database, 'delivered');
  /** Taken by the database, not long ago. */
  const settling: { blocks: number; bytes: number; last: number; at: number }[] = [];
  /** All that lies above the mark, settling or not. */
  const held = outgoing.size(done.get());
  let takenUpTo = done.get();
  let most = MOST_BLOCKS;
  let dropped = 0;
  let writtenLines = 0;
  let lastError: string | null = null;
  let timer: Timer | undefined;
  let writing: Promise<void> | undefined;
  let wokenAgain = false;
  let failures = 0;
  let stopping = false;
  wake();

  function wake(): void {
    if (stopping || timer !== undefined) return;
    if (writing !== undefined) {
      wokenAgain = true;
      return;
    }
    wokenAgain = false;
    writing = writeAll()
      .catch((error: unknown) => {
        log.error({ code: 'HISTORY_QUEUE_FAILED', err: error }, 'the history queue cannot be read');
        pause(RETRY.maxMs);
      })
      .then(() => {
        writing = undefined;
        if (wokenAgain) wake();
        return undefined;
      });
  }

  async function writeAll(): Promise<void> {
    keepWithinCap();
    forgetSettled();
    for (;;) {
      const batch = stopping ? undefined : outgoing.after(takenUpTo, most);
      if (batch === undefined) return;
      const answer = await deliver(batch.lines.join('\n'));
      if (answer === 'taken') taken(batch);
      else if (answer === 'taken anew') again();
      else if ('away' in answer) return away(answer.away);
      else if (batch.blocks > 1) most = Math.ceil(batch.blocks / 2);
      else {
        const reason = await sift(batch.lines);
        if (reason !== null) return away(reason);
        pass(batch);
      }
    }
  }

  function taken(batch: Batch): void {
    failures = 0;
    lastError = null;
    most = Math.min(MOST_BLOCKS, most * 2);
    writtenLines += batch.lines.length;
    pass(batch);
  }

  /** One bad line must not take others with it: halves are tried until it stands alone. Gives why the database went away meanwhile, or null. */
  async function sift(lines: readonly string[]): Promise<string | null> {
    const answer = await deliver(lines.join('\n'));
    if (answer === 'taken' || answer === 'taken anew') writtenLines += lines.length;
    else if ('away' in answer) return answer.away;
    else if (lines.length === 1) refused(answer.refused);
    else {
      const half = Math.ceil(lines.length / 2);
      return (await sift(lines.slice(0, half))) ?? (await sift(lines.slice(half)));
    }
    return null;
  }

  function pass({ blocks, bytes, last }: Batch): void {
    takenUpTo = last;
    settling.push({ blocks, bytes, last, at: clock.monotonic() });
    forgetSettled();
  }

  function forgetSettled(): void {
    while (settling[0] !== undefined && clock.monotonic() - settling[0].at >= SETTLE_MS) {
      const { blocks, bytes, last } = settling.shift() ?? settling[0];
      release(last, { blocks, bytes });
    }
  }

  function release(upTo: number, { blocks, bytes }: { blocks: number; bytes: number }): void {
    done.set(upTo);
    held.blocks -= blocks;
    held.bytes -= bytes;
  }

  function refused(reason: string): void {
    dropped++;
    log.error(
      { code: 'HISTORY_REFUSED', reason },
      'the time-series database refused a line; it is left out there, not here',
    );
  }

  function away(reason: string): void {
    failures++;
    if (lastError === null)
      log.warn(
        { code: 'HISTORY_AWAY', reason },
        'the time-series database does not answer; lines wait on disk',
      );
    lastError = reason;
    again();
    pause(backoffMs(failures, RETRY, 0.5));
  }

  /** From where the database surely was. */
  function again(): void {
    settling.length = 0;
    takenUpTo = done.get();
  }

  function pause(ms: number): void {
    timer = clock.after(ms, () => {
      timer = undefined;
      wake();
    });
  }

  /** What is too much counts as done; that it was not sent is counted. */
  function keepWithinCap(): void {
    const most = config.queueMiB * 2 ** 20;
    while (held.bytes > most && held.blocks > 1) {
      for (const { id, bytes } of outgoing.oldest(done.get())) {
        if (held.bytes <= most) return;
        if (id > takenUpTo) dropped++;
        takenUpTo = Math.max(takenUpTo, id);
        if (settling[0] !== undefined && settling[0].last <= id) settling.shift();
        release(id, { blocks: 1, bytes });
      }
    }
  }

  return {
    appended({ blocks, bytes }) {
      held.blocks += blocks;
      held.bytes += bytes;
      wake();
    },
    recount: () => void Object.assign(held, outgoing.size(done.get())),
    save: done.save,
    settled: done.get,
    stats() {
      const waiting = { ...held };
      for (const { blocks, bytes } of settling) {
        waiting.blocks -= blocks;
        waiting.bytes -= bytes;
      }
      const { blocks: queuedBlocks, bytes: queuedBytes } = waiting;
      return { queuedBlocks, queuedBytes, dropped, writtenLines, lastError };
    },
    async stop() {
      stopping = true;
      timer?.cancel();
      const grace = new Promise<void>((resolve) => {
        timer = clock.after(STOP_GRACE_MS, resolve);
      });
      await Promise.race([writing, grace]);
      timer?.cancel();
    },
  };
}
