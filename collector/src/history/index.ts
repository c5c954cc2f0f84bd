import type { Clock, Log } from '@watchcase/runtime';
import type { DatabaseSync } from 'node:sqlite';
import type { Observation } from '../model/index.ts';
import { decodeValues, encodeValues } from './blob.ts';
import { type Columns, type Sample, toColumns } from './columns.ts';
import type { HistoryConfig } from './config.ts';
import { inTransaction, openHistoryDatabase } from './database.ts';
import { type HostTags, linesOf } from './line-protocol.ts';
import { createReferences, type References } from './references.ts';
import { createRemote, type Remote, type RemoteStats } from './remote.ts';
import { rollOne } from './roll.ts';
import { chooseStep, RAW } from './steps.ts';

export type { Columns } from './columns.ts';
export { type HistoryConfig, historyConfigSchema } from './config.ts';
export type { HostTags } from './line-protocol.ts';
export type { RemoteStats } from './remote.ts';

/** Readings on disk, for charts and evidence, and on their way to a time-series database. */
export interface History {
  /** Keeps observations; on disk when it returns. One that was kept before (same host, epoch and a sequence number not above the last) is passed over. */
  append(observations: readonly Observation[]): void;
  /** Samples of some series of a host between two moments, averaged to at most `points`. */
  query(wanted: {
    hostId: string;
    series: readonly string[];
    fromMs: number;
    toMs: number;
    points: number;
  }): Columns;
  /** Every sample of one series since `fromMs`, oldest first, times in Unix milliseconds. */
  recent(hostId: string, series: string, fromMs: number): { times: number[]; values: (number | null)[] };
  /** Averages and deletes a little; call often. */
  maintain(): void;
  /** Null without a time-series database. */
  remoteStats(): RemoteStats | null;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
/** Hosts and layouts looked after per call of maintain. */
const MAINTAIN = 20;

/** Opens history in `file`. `tagsOf` tells where a host belongs. */
export function openHistory(
  file: string,
  config: HistoryConfig,
  needs: { tagsOf(hostId: string): HostTags; clock: Clock; log: Log },
): History {
  const database = openHistoryDatabase(file);
  let references = createReferences(database);
  const remote = config.remote === undefined ? undefined : createRemote(database, config.remote, needs);
  const append = appender(database, () => references, remote);
  const kept = {
    rawMs: config.rawHours * HOUR_MS,
    fiveMinuteMs: config.fiveMinuteDays * 24 * HOUR_MS,
    hourMs: config.hourDays * 24 * HOUR_MS,
  };
  let pairs: { host: number; layout: number }[] = [];
  remote?.wake();

  return {
    append(observations) {
      try {
        inTransaction(database, () => observations.forEach((one) => append(one, needs.tagsOf(one.hostId))));
      } catch (error) {
        // What a failed transaction numbered is not in the database.
        references = createReferences(database);
        throw error;
      }
      remote?.wake();
    },
    query({ hostId, series, fromMs, toMs, points }) {
      const step = chooseStep({ fromMs, toMs }, needs.clock.now(), kept);
      const columns = series.map((key) => ({
        key,
        ...samplesOf(database, references, { hostId, key, step, fromMs, toMs }),
      }));
      return toColumns(columns, { fromMs, toMs, points, leastMs: step });
    },
    recent(hostId, key, fromMs) {
      const { samples } = samplesOf(database, references, {
        hostId,
        key,
        step: RAW,
        fromMs,
        toMs: Number.MAX_SAFE_INTEGER,
      });
      return { times: samples.map((one) => one.timeMs), values: samples.map((one) => one.value) };
    },
    maintain() {
      if (pairs.length === 0)
        pairs = database
          .prepare('SELECT h.ref AS host, l.ref AS layout FROM hosts h, layouts l')
          .all() as unknown as typeof pairs;
      for (const pair of pairs.splice(0, MAINTAIN)) rollOne(database, pair, needs.clock.now(), kept);
    },
    remoteStats: () => remote?.stats() ?? null,
    async close() {
      await remote?.stop();
      database.close();
    },
  };
}

function appender(database: DatabaseSync, references: () => References, remote: Remote | undefined) {
  const cursor = database.prepare('SELECT seq FROM cursors WHERE host = ? AND epoch = ?');
  const advance = database.prepare(
    'INSERT INTO cursors (host, epoch, seq) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq',
  );
  const insert = database.prepare(
    'INSERT OR IGNORE INTO points (step, host, layout, time, data) VALUES (0, ?, ?, ?, ?)',
  );
  return (one: Observation, tags: HostTags): void => {
    const before = cursor.get(one.hostId, one.epoch) as { seq: number } | undefined;
    if (before !== undefined && one.seq <= before.seq) return;
    advance.run(one.hostId, one.epoch, one.seq);
    const refs = references();
    insert.run(
      refs.host(one.hostId),
      refs.layout(one.layout),
      Math.round(one.time),
      encodeValues(one.values),
    );
    const lines = remote === undefined ? [] : linesOf(one, tags);
    if (lines.length > 0) remote?.queue(lines);
  };
}

function samplesOf(
  database: DatabaseSync,
  references: References,
  wanted: { hostId: string; key: string; step: number; fromMs: number; toMs: number },
): { unit: string; samples: Sample[] } {
  const host = references.findHost(wanted.hostId);
  const places = references.places(wanted.key);
  const samples: Sample[] = [];
  const select = database.prepare(
    'SELECT time, data FROM points WHERE host = ? AND step = ? AND layout = ? AND time >= ? AND time <= ? ORDER BY time',
  );
  for (const place of host === undefined ? [] : places) {
    const rows = select.iterate(
      host as number,
      wanted.step,
      place.layout,
      wanted.fromMs,
      wanted.toMs,
    ) as Iterable<{ time: number; data: Uint8Array }>;
    for (const row of rows) {
      const value = decodeValues(row.data)[place.position];
      if (value !== undefined && !Number.isNaN(value)) samples.push({ timeMs: row.time, value });
    }
  }
  samples.sort((a, b) => a.timeMs - b.timeMs);
  return { unit: places[0]?.unit ?? 'none', samples };
}
