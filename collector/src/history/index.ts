import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock, Log } from '@watchcase/runtime';
import type { JudgedBlock, Observation } from '../model/index.ts';
import { type Columns, toColumns } from './columns.ts';
import type { HistoryConfig } from './config.ts';
import { openHistoryDatabase } from './database.ts';
import { createJudged, type JudgedLayouts, type VisitJudged } from './judged.ts';
import { createKeeper } from './keeper.ts';
import type { HostTags } from './line-protocol.ts';
import { createMark } from './marks.ts';
import { createReader } from './read.ts';
import { createReferences } from './references.ts';
import { createRemote, type RemoteStats } from './remote.ts';
import { createRoll } from './roll.ts';
import { chooseStep, RAW } from './steps.ts';

export type { Columns } from './columns.ts';
export { type HistoryConfig, historyConfigSchema } from './config.ts';
export { type JudgedLayouts, type JudgedReading, judgedIn, type VisitJudged } from './judged.ts';
export type { HostTags } from './line-protocol.ts';
export type { RemoteStats } from './remote.ts';

/** Readings on disk, for charts and evidence, and on their way to a time-series database. */
export interface History {
  /** Takes a reading, each host's in their order; in memory until `write`. */
  add(observation: Observation): void;
  /** Puts what was added of these hosts on disk. Throws when it cannot; it may be called again then. */
  write(hostIds: Iterable<string>): void;
  /** What was written of judged readings and is not confirmed: for collectors that have another disk. */
  unconfirmed(): JudgedBlock[];
  /** The store has committed all that was written: it will not come again. */
  confirm(): void;
  /** Forgets what was added of these hosts and not written: they are another collector's. */
  forget(hostIds: Iterable<string>): void;
  /** Its own id, and up to which block it was written: the store notes it with what it commits. */
  mark(): { history: string; block: number };
  /** Removes what was written after `known`, the last mark that the store has committed (0 when it has none). */
  undo(known: number): void;
  /** Samples of some series of a host between two moments, averaged to at most `points`. */
  query(wanted: {
    hostId: string;
    series: readonly string[];
    fromMs: number;
    toMs: number;
    points: number;
  }): Columns;
  /** Every sample of some series since `fromMs`, oldest first, times in Unix milliseconds; in the same order. */
  recent(
    hostId: string,
    series: readonly string[],
    fromMs: number,
  ): { times: number[]; values: (number | null)[] }[];
  /** Reads back what is written of a host and was judged. */
  judged: VisitJudged;
  judgedLayouts: JudgedLayouts;
  /** Averages and deletes a little; call often. */
  maintain(): void;
  /** Null without a time-series database. */
  remoteStats(): RemoteStats | null;
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const MOST_IDENTITY = 2 ** 47;
/** Hosts looked after per call of maintain, at least; all of them within this many calls. */
const MAINTAIN = { least: 20, calls: 450 };

/**
 * Opens history in `file`. `tagsOf` tells where a host belongs. Call `undo` before anything is added: what the store does not know comes again. The time-series
 * database gets what the store knows.
 */
export function openHistory(
  file: string,
  config: HistoryConfig,
  needs: { tagsOf(hostId: string): HostTags; clock: Clock; log: Log },
): History {
  const { clock } = needs;
  const database = openHistoryDatabase(file);
  const kept = {
    rawMs: config.rawHours * HOUR_MS,
    fiveMinuteMs: config.fiveMinuteDays * 24 * HOUR_MS,
    hourMs: config.hourDays * 24 * HOUR_MS,
  };
  const roll = createRoll(database, kept);
  const read = createReader(database);
  const references = createReferences(database);
  const keeper = createKeeper(database, references, kept.rawMs);
  const remote =
    config.remote === undefined
      ? undefined
      : createRemote(database, config.remote, { ...needs, references, upTo: keeper.confirmed });
  const identity = identityOf(database);
  /** Written, and not known to the store yet: the time-series database gets it later. */
  let unknown = { blocks: 0, bytes: 0 };
  let lookedAt = clock.monotonic();
  let round = { hosts: [] as number[], perCall: 0 };

  function tellRemote(): void {
    if (unknown.blocks > 0) remote?.appended(unknown);
    unknown = { blocks: 0, bytes: 0 };
  }

  /** A layout goes with the last of its averages. */
  function forgetLayouts(): void {
    if (clock.monotonic() - lookedAt < HOUR_MS) return;
    lookedAt = clock.monotonic();
    const keptMs = Math.max(kept.rawMs, kept.fiveMinuteMs, kept.hourMs);
    references.forget(clock.now(), clock.now() - keptMs - HOUR_MS);
  }

  function saveMarks(): void {
    keeper.saveMark();
    remote?.save();
  }

  return {
    add: keeper.add,
    write(hostIds) {
      const written = keeper.write(hostIds, clock.now(), saveMarks);
      unknown.blocks += written.blocks;
      unknown.bytes += written.bytes;
    },
    unconfirmed: () =>
      keeper.unconfirmed().map((one) => ({
        ...one,
        history: identity,
        layouts: Object.fromEntries(one.layouts.map((ref) => [ref, references.layoutId(ref)])),
      })),
    confirm() {
      keeper.confirm();
      tellRemote();
    },
    forget: keeper.forget,
    mark: () => ({ history: identity, block: keeper.last() }),
    undo(known) {
      keeper.undo(known);
      unknown = { blocks: 0, bytes: 0 };
      remote?.recount();
    },
    query({ hostId, series, fromMs, toMs, points }) {
      const step = chooseStep({ fromMs, toMs }, clock.now(), kept);
      const pending = keeper.pendingOf(hostId);
      const columns = read(references, { hostId, keys: series, step, fromMs, toMs, pending });
      return toColumns(columns, { fromMs, toMs, points, leastMs: step });
    },
    recent(hostId, keys, fromMs) {
      const toMs = Number.MAX_SAFE_INTEGER - 1;
      const pending = keeper.pendingOf(hostId);
      const wanted = { hostId, keys, step: RAW, fromMs, toMs, pending };
      return read(references, wanted).map(({ samples }) => ({
        times: samples.map((one) => one.timeMs),
        values: samples.map((one) => one.value),
      }));
    },
    ...createJudged(database, references, () => clock.now()),
    maintain() {
      forgetLayouts();
      if (round.hosts.length === 0) {
        const hosts = references.hosts();
        round = { hosts, perCall: Math.max(MAINTAIN.least, Math.ceil(hosts.length / MAINTAIN.calls)) };
      }
      const taken = remote?.settled() ?? Number.MAX_SAFE_INTEGER;
      for (const host of round.hosts.splice(0, round.perCall)) roll(host, clock.now(), taken);
    },
    remoteStats: () => remote?.stats() ?? null,
    async close() {
      await remote?.stop();
      saveMarks();
      database.close();
    },
  };
}

/** A history keeps its id wherever its file goes. */
function identityOf(database: DatabaseSync): string {
  const mark = createMark(database, 'identity');
  if (mark.get() === 0) mark.set(randomInt(1, MOST_IDENTITY));
  mark.save();
  return String(mark.get());
}
