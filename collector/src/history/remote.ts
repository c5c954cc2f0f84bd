import type { DatabaseSync } from 'node:sqlite';
import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import { backoffMs, type Clock, type Log, type Timer } from '@watchcase/runtime';
import type { RemoteConfig } from './config.ts';

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
  stop(): Promise<void>;
}

const RETRY = { firstMs: 500, maxMs: 60_000 };
const TIMEOUT_MS = 30_000;
const BATCH_BYTES = 2_000_000;
const BATCH_ROWS = 500;

interface QueueRow {
  id: number;
  lines: number;
  bytes: number;
  body: Uint8Array;
}

/** Builds the way to one database. */
export function createRemote(
  database: DatabaseSync,
  config: RemoteConfig,
  needs: { clock: Clock; log: Log },
): Remote {
  const { clock, log } = needs;
  const influx = new InfluxDB({ url: config.url, token: config.token?.reveal() ?? '', timeout: TIMEOUT_MS });
  const path = `/api/v2/write?org=${encodeURIComponent(config.org)}&bucket=${encodeURIComponent(config.bucket)}&precision=ms`;
  const add = database.prepare('INSERT INTO queue (lines, bytes, body) VALUES (?, ?, ?)');
  const take = database.prepare('SELECT id, lines, bytes, body FROM queue ORDER BY id LIMIT ?');
  const remove = database.prepare('DELETE FROM queue WHERE id <= ?');
  const dropOldest = database.prepare(
    'DELETE FROM queue WHERE id = (SELECT min(id) FROM queue) RETURNING bytes',
  );
  const total = database
    .prepare('SELECT count(*) AS batches, coalesce(sum(bytes), 0) AS bytes FROM queue')
    .get() as { batches: number; bytes: number };
  const stats: RemoteStats = {
    queuedBatches: total.batches,
    queuedBytes: total.bytes,
    droppedBatches: 0,
    writtenLines: 0,
    lastError: null,
  };
  let timer: Timer | undefined;
  let writing: Promise<void> | undefined;
  let failures = 0;
  let stopping = false;

  function keepWithinCap(): void {
    while (stats.queuedBytes > config.queueMiB * 2 ** 20 && stats.queuedBatches > 1) {
      const row = dropOldest.get() as { bytes: number } | undefined;
      if (row === undefined) return;
      stats.queuedBatches--;
      stats.queuedBytes -= row.bytes;
      stats.droppedBatches++;
    }
  }

  function wake(): void {
    if (writing !== undefined || stopping || timer !== undefined || stats.queuedBatches === 0) return;
    writing = writeAll()
      .catch((error: unknown) =>
        log.error({ code: 'HISTORY_QUEUE_FAILED', err: error }, 'the history queue cannot be read'),
      )
      .then(() => {
        writing = undefined;
        return undefined;
      });
  }

  async function writeAll(): Promise<void> {
    for (let rows = batch(); rows.length > 0 && !stopping; rows = batch()) {
      const error = await write(rows);
      if (error !== undefined && !isRefusal(error)) return pause(error);
      if (error !== undefined) refuse(rows, error);
      failures = 0;
      stats.lastError = null;
      remove.run(rows.at(-1)?.id ?? 0);
      stats.queuedBatches -= rows.length;
      stats.queuedBytes -= rows.reduce((sum, row) => sum + row.bytes, 0);
    }
  }

  function batch(): QueueRow[] {
    const rows = take.all(BATCH_ROWS) as unknown as QueueRow[];
    let bytes = 0;
    const end = rows.findIndex((row) => (bytes += row.bytes) > BATCH_BYTES);
    return end < 0 ? rows : rows.slice(0, Math.max(1, end));
  }

  async function write(rows: readonly QueueRow[]): Promise<Error | undefined> {
    const body = Buffer.concat(rows.flatMap((row) => [row.body, NEWLINE])).toString('utf8');
    try {
      await influx.transport.request(path, body, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
      stats.writtenLines += rows.reduce((sum, row) => sum + row.lines, 0);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  /** The database will never take these: keeping them would hold up everything behind. */
  function refuse(rows: readonly QueueRow[], error: Error): void {
    stats.droppedBatches += rows.length;
    log.error(
      { code: 'HISTORY_REFUSED', batches: rows.length, reason: error.message },
      'the time-series database refused lines; they are dropped there, not here',
    );
  }

  function pause(error: Error): void {
    failures++;
    stats.lastError = error.message;
    log.warn(
      { code: 'HISTORY_AWAY', failures, reason: error.message },
      'the time-series database does not answer; lines wait on disk',
    );
    timer = clock.after(backoffMs(failures, RETRY, 0.5), () => {
      timer = undefined;
      wake();
    });
  }

  return {
    queue(lines) {
      const body = Buffer.from(lines.join('\n'));
      add.run(lines.length, body.length, body);
      stats.queuedBatches++;
      stats.queuedBytes += body.length;
      keepWithinCap();
    },
    wake,
    stats: () => ({ ...stats }),
    async stop() {
      stopping = true;
      timer?.cancel();
      await writing;
    },
  };
}

const NEWLINE = Buffer.from('\n');

/** 4xx except 408 and 429: the same lines would be refused again. */
function isRefusal(error: Error): boolean {
  if (!(error instanceof HttpError)) return false;
  const { statusCode } = error;
  return statusCode >= 400 && statusCode < 500 && ![401, 403, 404, 408, 429].includes(statusCode);
}
