import { type Clock, inTransaction, type Log } from '@watchcase/runtime';
import type { Observation } from '../model/index.ts';
import { createAppend } from './append.ts';
import { type Columns, toColumns } from './columns.ts';
import type { HistoryConfig } from './config.ts';
import { openHistoryDatabase } from './database.ts';
import { type HostTags, linesOf } from './line-protocol.ts';
import { readSamples } from './read.ts';
import { createReferences } from './references.ts';
import { createRemote, type RemoteStats } from './remote.ts';
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
/** Characters in one batch on its way to a time-series database: few rows to count, none too long to send. */
const BATCH_LENGTH = 200_000;
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
  const kept = {
    rawMs: config.rawHours * HOUR_MS,
    fiveMinuteMs: config.fiveMinuteDays * 24 * HOUR_MS,
    hourMs: config.hourDays * 24 * HOUR_MS,
  };
  const append = createAppend(database, kept.rawMs);
  let pairs: { host: number; layout: number }[] = [];
  remote?.wake();

  function keepAll(observations: readonly Observation[]): void {
    let lines: string[] = [];
    let length = 0;
    for (const one of observations) {
      if (!append(one, references, needs.clock.now()) || remote === undefined) continue;
      for (const line of linesOf(one, needs.tagsOf(one.hostId))) {
        lines.push(line);
        length += line.length;
      }
      if (length >= BATCH_LENGTH) {
        remote.queue(lines);
        lines = [];
        length = 0;
      }
    }
    if (lines.length > 0) remote?.queue(lines);
  }

  return {
    append(observations) {
      try {
        inTransaction(database, () => keepAll(observations));
      } catch (error) {
        // What a failed transaction numbered is not in the database.
        references = createReferences(database);
        throw error;
      }
      remote?.wake();
    },
    query({ hostId, series, fromMs, toMs, points }) {
      const step = chooseStep({ fromMs, toMs }, needs.clock.now(), kept);
      const wanted = { hostId, keys: series, step, fromMs, toMs };
      const columns = readSamples(database, references, wanted);
      return toColumns(columns, { fromMs, toMs, points, leastMs: step });
    },
    recent(hostId, key, fromMs) {
      const wanted = { hostId, keys: [key], step: RAW, fromMs, toMs: Number.MAX_SAFE_INTEGER - 1 };
      const samples = readSamples(database, references, wanted)[0]?.samples ?? [];
      return { times: samples.map((one) => one.timeMs), values: samples.map((one) => one.value) };
    },
    maintain() {
      if (pairs.length === 0)
        pairs = database.prepare('SELECT host, layout FROM streams').all() as unknown as typeof pairs;
      for (const pair of pairs.splice(0, MAINTAIN)) rollOne(database, pair, needs.clock.now(), kept);
    },
    remoteStats: () => remote?.stats() ?? null,
    async close() {
      await remote?.stop();
      database.close();
    },
  };
}
