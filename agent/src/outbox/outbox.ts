import type { Layout } from '@watchcase/protocol/light';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import type { BackupJob } from './backup-jobs.ts';
import type { SpooledEvent } from './spool.ts';
import type { NewMessage, OutboxMessage } from './message.ts';

/** What becomes durable together, in one transaction. */
export interface Batch {
  messages: readonly NewMessage[];
  /** Layouts that readings of this batch are the first to use. */
  layouts?: readonly Layout[];
  /** Small texts to remember with them, by name. */
  facts?: Readonly<Record<string, string>>;
  /** Its messages need not go out live: they wait in an epoch beside the live one, as backlog does. */
  aside?: boolean;
}

/** How the outbox stands. Counts of drops outlive the process. */
export interface OutboxStats {
  /** Messages and bytes that were not acknowledged yet. */
  messages: number;
  bytes: number;
  droppedReadings: number;
  droppedEvents: number;
  /** How often a damaged file had to be set aside. */
  setAside: number;
  /** False while the disk refuses to take anything. */
  writable: boolean;
}

/**
 * Messages on disk until the collector has committed them. Nothing here throws because of the disk: what it does not take is counted as
 * dropped and logged, a damaged file is set aside.
 */
export interface Outbox {
  /** Makes a batch durable in the live epoch, or beside it; false when it could not be kept. */
  append(batch: Batch): boolean;
  /** Messages of `epoch` behind `seq`, in order. */
  read(epoch: number, seq: number, limit: number): OutboxMessage[];
  /** The collector has everything of `epoch` up to `seq`; true when that is news. */
  acknowledge(epoch: number, seq: number): boolean;
  /** How far `epoch` is acknowledged. */
  acknowledged(epoch: number): number;
  /**
   * The collector stands at `seq` of `epoch`: when what should follow is gone here, the first message left follows it instead. True when
   * that was so.
   */
  bridge(epoch: number, seq: number): boolean;
  liveEpoch(): number;
  /** Begins a new live epoch; what waits in the old one becomes backlog. */
  beginEpoch(): number;
  /** Older epochs that still hold messages, oldest first. */
  backlog(): number[];
  /** The epoch of what was put aside since the live one began. */
  asideEpoch(): number;
  /** Time of the oldest unacknowledged message of the live epoch; undefined when there is none. */
  oldestLiveTime(): number | undefined;
  /** The number of a new session: greater than every one before. */
  nextSession(): number;
  /** A layout's JSON text; undefined when it is not known. */
  layout(id: string): string | undefined;
  /** Drops the readings of a layout that nobody can name; gives their number. */
  dropReadingsOf(layout: string): number;
  fact(name: string): string | undefined;
  /** True when another process has written to the file since the last call. */
  changedElsewhere(): boolean;
  /** Gives events of other processes their place in the sequence; gives their number. */
  takeSpool(): number;
  backupJobs(): BackupJob[];
  /** Takes events of runs into the rows of their jobs and into the live epoch, with what is to be remembered: all, or nothing; false where the disk refused. */
  report(events: readonly SpooledEvent[], facts?: Batch['facts']): boolean;
  /** Tells that these runs broke off, and keeps them as ended: both, or none; false where the disk refused. */
  endRuns(runs: readonly { job: string; run: string }[]): boolean;
  stats(): OutboxStats;
  /** Writes what is known and closes the file. */
  close(): void;
}

/** What an outbox is opened with. */
export interface OutboxNeeds {
  /** The file, `outbox.db` in the state folder. */
  path: string;
  /** Most bytes of messages kept; beyond it the oldest readings go first, events last. */
  maxBytes: number;
  clock: Clock;
  log: PlainLog;
}
