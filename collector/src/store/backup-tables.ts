import type { Generated } from 'kysely';
import type { Fixed, Flag, Millis } from './columns.ts';

/** What the newest events say about one backup job of a host. */
export interface BackupJobTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  last_start: Millis | null;
  last_end: Millis | null;
  last_success: Millis | null;
  ok: Flag | null;
  exit_code: number | null;
  duration_seconds: number | null;
  size_bytes: number | null;
  output: string;
  /** Since when nobody makes it any more. */
  retired_at: Generated<Millis | null>;
  /** Places in the host's own sequence of the events that told of start, end and success; null where those are from before they were kept. */
  start_epoch: Generated<number | null>;
  start_seq: Generated<number | null>;
  end_epoch: Generated<number | null>;
  end_seq: Generated<number | null>;
  success_epoch: Generated<number | null>;
  success_seq: Generated<number | null>;
}

/** A run of a backup job by its own number. */
export interface BackupRunTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  run: Fixed<string>;
  /** null when its end has come before its start. */
  started_at: Millis | null;
  /** null while it goes on, as far as anybody has told. */
  ended_at: Millis | null;
  /** Whether the host's agent looks if its process lives. */
  watched: Flag;
  /** Place of its last event in the host's own sequence. */
  epoch: number;
  seq: number;
}
