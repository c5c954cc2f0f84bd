import type { AgentEvent, Layout } from '@watchcase/protocol';

/** A message as it came from the broker. */
export interface Message {
  topic: string;
  payload: Buffer;
  /** True when the broker replayed it from its retained store. */
  retained: boolean;
  /** Collector's clock at arrival, Unix milliseconds. */
  arrivedAt: number;
}

/**
 * Samples made by the collector itself form an epoch of their own; its sequence is their time. They are never delivered twice, and may stand in
 * any epoch's block.
 */
export const OWN_EPOCH = 0;

/** One reading accepted by ingest: known layout, next in its sequence, placed on corrected time. */
export interface Observation {
  hostId: string;
  /** The host's display name. */
  hostName: string;
  epoch: number;
  seq: number;
  layout: Layout;
  /** Sample time in Unix milliseconds, corrected where the host's clock is off. */
  time: number;
  arrivedAt: number;
  /** Older than the lateness window, or older than what rules have seen: history only. */
  late: boolean;
  /** One value per series of the layout, in its order; null = could not be read. */
  values: readonly (number | null)[];
}

/** One event accepted by ingest. */
export interface HostEvent {
  hostId: string;
  epoch: number;
  seq: number;
  time: number;
  arrivedAt: number;
  late: boolean;
  kind: AgentEvent['kind'];
  data: AgentEvent['data'];
  /** Backup job that is forgotten for that of this event; null nearly always. */
  replaces: string | null;
}

/** What the newest events say about one backup job; a row of backup_jobs. */
export interface BackupFact {
  job: string;
  lastStart: number | null;
  lastEnd: number | null;
  lastSuccess: number | null;
  ok: boolean | null;
  exitCode: number | null;
  durationSeconds: number | null;
  sizeBytes: number | null;
  output: string;
}
