import type { SnapshotKind, SnapshotState, Unit } from '@watchcase/protocol/light';
import type { z } from 'zod';
import type { Host } from './host/index.ts';

/** One field's name, unit and value; `null` = could not be read this time. */
export type Field = readonly [name: string, unit: Unit, value: number | null];

/** Fields that share a measurement and tags, named as Telegraf names them wherever Telegraf has them. */
export interface Sample {
  measurement: string;
  tags: Readonly<Record<string, string>>;
  fields: readonly Field[];
}

/**
 * Reads the machine once; `now` is Unix milliseconds. Throws when nothing could be read. What the samples themselves say could not be read is `lacking`, with
 * its reason: people are shown it, the rest counts as read.
 */
export type Collect = (now: number, lacking?: (reason: string) => void) => Promise<readonly Sample[]>;

/**
 * One kind of measurement: a folder under probes/, found by its `index.ts`. Its settings are the schema `options` in `options.ts` beside it: type, check
 * at start, sample config and docs. It must accept `{}`. The running agent loads no schema: `index.ts` imports its type only.
 */
export interface Probe<S extends z.ZodType = z.ZodType> {
  /** The folder's name and the key in the config. */
  name: string;
  /** Prepares one instance; what it remembers between two calls lives in the closure. */
  start(options: z.output<S>, host: Host): Collect;
}

/** Gives a probe its types. */
export function defineProbe<S extends z.ZodType>(probe: Probe<S>): Probe<S> {
  return probe;
}

/** One backup as its tool tells it. Times in Unix milliseconds; null = the tool does not say. */
export interface BackupFacts {
  startedAt: number | null;
  endedAt: number | null;
  kind: SnapshotKind;
  /** What it holds, as its source counted it. */
  bytes: number | null;
  files: number | null;
  /** `no` = it failed, broke off, or is still being made: nothing can be restored from it. */
  complete: SnapshotState;
  /** From when on its tool may take it away or write over it, as the tool itself says; absent: it names no moment. */
  expiresAt?: number;
}

/** All the backups of one location in short. */
export interface BackupCopies {
  newest: BackupFacts | null;
  /** The newest that cannot be restored, where it is newer than that; without an end it may still be being made. One from the future, which does not count, is told so, too. */
  unusable?: Pick<BackupFacts, 'startedAt' | 'endedAt'>;
  /** Unix milliseconds. */
  oldestAt: number | null;
  /** How many there are. */
  count: number;
  /** Of how many different days, weeks (from Monday on) and months of this machine's time they are. */
  spread?: { days: number; weeks: number; months: number };
  /** What all of them take there; null when not known. */
  bytes: number | null;
  /** When the tool last looked whether one of them is whole, or found the damage that is still there, Unix milliseconds; null when it does not say. */
  verifiedAt: number | null;
  /** There is damage; absent: it found none. */
  sound?: false;
  /** What it found when it last looked, a sentence. */
  verification: string | null;
}

/** One run of a job, as whoever starts it tells it. Times in Unix milliseconds. */
export interface BackupRun {
  /** Names it, the same whenever it is asked for; at most 64 characters. */
  run: string;
  startedAt: number;
  /** Null while it goes on. */
  end: {
    /** Null where that is not told: then it is the moment at which it was first seen to have ended, or, of one that was never seen to go on, its begin. */
    at: number | null;
    outcome: 'success' | 'warnings' | 'failed';
    exitCode: number | null;
    /** What there is to be known of it, for people. */
    output: string;
  } | null;
}

/** Newest state of one backup in one location, as the tool itself tells it. */
export interface BackupStatus {
  /** Where the copy is: a repository path or URL without secrets. */
  location: string;
  /** Seconds since the newest usable backup; null when there is none. */
  ageSeconds: number | null;
  /** Bytes of the newest one; null when not known. */
  sizeBytes: number | null;
  /** How many there are; null when not known. */
  count: number | null;
  /**
   * Names the newest one, the same whenever it is asked for: what has another name is another backup. Its size is compared with that of earlier ones; without
   * a name it is not.
   */
  newest?: string;
  /** Why nothing can be told of this location, a sentence for the operator; the other facts are null then. Other locations are not touched by it. */
  fault?: string;
  /** What a person should know though everything could be read, a sentence. */
  remark?: string;
  /** What stands there; absent where nothing can be told of it. */
  copies?: BackupCopies;
  /** The last runs of the job, the oldest first. What has these and neither `copies` nor a `fault` is no place. */
  runs?: readonly BackupRun[];
}

/** One backup tool: a folder under backups/, found by its `index.ts`, with its settings in `options.ts` as those of a probe. */
export interface BackupTool<S extends z.ZodType = z.ZodType> {
  name: string;
  /** True: it starts no program, it reads files or asks a server itself. */
  asksItself?: true;
  /** Asks the tool; `now` is Unix milliseconds. Throws an Error with a sentence for the operator when it cannot tell. */
  status(options: z.output<S>, host: Host, now: number): Promise<readonly BackupStatus[]>;
}

/** Gives a backup tool its types. */
export function defineBackupTool<S extends z.ZodType>(tool: BackupTool<S>): BackupTool<S> {
  return tool;
}
