import type { DatabaseSync } from 'node:sqlite';
import { backoffMs, type Clock, type Log, type Timer } from '@watchcase/runtime';
import type { RemoteConfig } from './config.ts';
import { createDelivery } from './deliver.ts';
import { createLineQueue, type QueuedBatch } from './queue.ts';

/** What the way to the time-series database looks like; for /metrics. */
export interface RemoteStats {
  queuedBatches: number;
  queuedBytes: number;
  droppedBatches: number;
  writtenLines: number;
  /** Why the last write failed; null when it did not. */
  lastError: string | null;
}

/** Sends queued lines to InfluxDB or VictoriaMetrics; the queue is on disk and outlives their outages and ours. */
export interface Remote {
  /** Adds lines inside the caller's transaction. */
  queue(lines: readonly string[]): void;
  /** Something was queued. */
  wake(): void;
  stats(): RemoteStats;
  /** Begins no more writes; resolves when the one under way has ended, at the latest after a second. */
  stop(): Promise<void>;
}

const RETRY = { firstMs: 500, maxMs: 60_000 };
const MOST_BATCHES = 500;
/**
 * What the database has taken is kept for this long, and sent again when it goes away meanwhile: VictoriaMetrics holds the last seconds in memory and loses them when it is
 * killed. A point that comes twice has the same time and value.
 */
const SETTLE_MS = 15_000;
const STOP_GRACE_MS = 1000;

/** Builds the way to one database. */
export function createRemote(
  database: DatabaseSync,
  config: RemoteConfig,
  needs: { clock: Clock; log: Log },
): Remote {
  const { clock, log } = needs;
  const queue = createLineQueue(database);
  const deliver = createDelivery(config);
  const settling: { id: number; at: number }[] = [];
  let takenUpTo = 0;
  let most = MOST_BATCHES;
  let droppedBatches = 0;
  let writtenLines = 0;
  let lastError: string | null = null;
  let timer: Timer | undefined;
  let writing: Promise<void> | undefined;
  let wokenAgain = false;
  let failures = 0;
  let stopping = false;

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
      const batches = stopping ? [] : queue.after(takenUpTo, most);
      if (batches.length === 0) return;
      const answer = await deliver(bodyOf(batches));
      if (answer === 'taken') taken(batches);
      else if ('away' in answer) return away(answer.away);
      else if (batches.length > 1) most = Math.ceil(batches.length / 2);
      else {
        const reason = await sift(linesOf(batches));
        if (reason !== null) return away(reason);
        pass(batches);
      }
    }
  }

  function taken(batches: readonly QueuedBatch[]): void {
    failures = 0;
    lastError = null;
    most = Math.min(MOST_BATCHES, most * 2);
    writtenLines += batches.reduce((sum, batch) => sum + batch.lines, 0);
    pass(batches);
  }

  /** One bad line must not take others with it: halves are tried until it stands alone. Gives why the database went away meanwhile, or null. */
  async function sift(lines: readonly string[]): Promise<string | null> {
    const answer = await deliver(lines.join('\n'));
    if (answer === 'taken') writtenLines += lines.length;
    else if ('away' in answer) return answer.away;
    else if (lines.length === 1) refused(answer.refused);
    else {
      const half = Math.ceil(lines.length / 2);
      return (await sift(lines.slice(0, half))) ?? (await sift(lines.slice(half)));
    }
    return null;
  }

  function pass(batches: readonly QueuedBatch[]): void {
    takenUpTo = batches.at(-1)?.id ?? takenUpTo;
    settling.push({ id: takenUpTo, at: clock.monotonic() });
    forgetSettled();
  }

  function forgetSettled(): void {
    let upTo: number | undefined;
    while (settling[0] !== undefined && clock.monotonic() - settling[0].at >= SETTLE_MS)
      upTo = settling.shift()?.id;
    if (upTo !== undefined) queue.removeUpTo(upTo);
  }

  function refused(reason: string): void {
    droppedBatches++;
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
    settling.length = 0;
    takenUpTo = 0;
    pause(backoffMs(failures, RETRY, 0.5));
  }

  function pause(ms: number): void {
    timer = clock.after(ms, () => {
      timer = undefined;
      wake();
    });
  }

  function keepWithinCap(): void {
    const dropped = queue.keepWithin(config.queueMiB * 2 ** 20);
    droppedBatches += dropped.filter((id) => id > takenUpTo).length;
  }

  return {
    queue: (lines) => queue.add(lines),
    wake,
    stats() {
      const { batches, bytes } = queue.size(takenUpTo);
      return { queuedBatches: batches, queuedBytes: bytes, droppedBatches, writtenLines, lastError };
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

function bodyOf(batches: readonly QueuedBatch[]): string {
  return Buffer.concat(batches.flatMap((batch) => [batch.body, NEWLINE])).toString('utf8');
}

function linesOf(batches: readonly QueuedBatch[]): string[] {
  return bodyOf(batches).trimEnd().split('\n');
}

const NEWLINE = Buffer.from('\n');
