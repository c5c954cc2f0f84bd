import type { Generated } from 'kysely';
import type { Fixed, Flag, Json, Millis } from './columns.ts';

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
  /** When it was first heard of; null where nobody knows. */
  first_seen_at: Generated<Millis | null>;
  /** Grows with each fact of it, and is 0 once a policy has judged them all. */
  news: Generated<number>;
  /** The oldest moment that these facts are about; null without any. */
  news_from: Generated<Millis | null>;
}

/** How a job stands, as whoever judges it found last. */
export interface BackupStandingTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  /** null: no policy is about it. */
  policy: string | null;
  state: string;
  expected_at: Millis | null;
  deadline: Millis | null;
  restorable_at: Millis | null;
  /** null: not asked for. */
  three_two_one: Flag | null;
  verdicts: Json;
  drilled_at: Millis | null;
  drill_due_at: Millis | null;
  /** In whose time its days are. */
  zone: string;
  /** The newest day of `backup_months`, since 1970-01-01. */
  settled_day: number;
  judged_at: Millis;
}

/** What the days of a job were in one month, kept for 400 days. */
export interface BackupMonthTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  /** Since January 1970. */
  month: Fixed<number>;
  /** JSON of its days, see collector/src/backups/month-blocks.ts. */
  days: Json;
}

/** One fact of a job, kept for 400 days and the newest of each outcome longer: a run, a copy, a drill, a verification, or that what was expected came late or not at all. */
export interface BackupFactTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  kind: Fixed<'run' | 'copy' | 'drill' | 'verified' | 'verification' | 'late' | 'missed' | 'stuck'>;
  /** The run's own number, the copy's location and moment, the moment that was expected. */
  id: Fixed<string>;
  /** When it ended or was made, or until when it was expected. */
  at: Millis;
  started_at: Millis | null;
  /** A word of the kind's own; empty where there is none. */
  outcome: string;
  bytes: number | null;
  files: number | null;
  /** Of copies and verifications; empty for others. */
  location: string;
  /** JSON of the evidence, of drills; empty for others. */
  detail: string;
  /** Of copies: from when on their tool may take them away; null where it does not say. */
  expires_at: Generated<Millis | null>;
}

/** A file that proves a restore drill that people made. */
export interface EvidenceFileTable {
  id: Fixed<string>;
  host_id: Fixed<string>;
  job: Fixed<string>;
  /** The id of its fact; null while it waits for one. */
  drill: string | null;
  name: Fixed<string>;
  /** By its content. */
  type: Fixed<string>;
  /** Bytes. */
  size: Fixed<number>;
  visibility: Fixed<'internal' | 'customer'>;
  created_at: Fixed<Millis>;
  data: Fixed<Uint8Array>;
}

/** What a tool last said of one job's copies at one location. */
export interface BackupLocationTable {
  host_id: Fixed<string>;
  job: Fixed<string>;
  location: Fixed<string>;
  kind: string;
  tool: string;
  asked_at: Millis;
  /** JSON of the newest copy; null when there is none. */
  newest: Json | null;
  /** JSON of begin and end of a newer one that cannot be restored; null when there is none. */
  unusable: Json | null;
  oldest_at: Millis | null;
  count: number;
  /** JSON of the number of days, weeks and months they are of; null when not told. */
  spread: Json | null;
  bytes: number | null;
  verified_at: Millis | null;
  verification: string | null;
  sound: Flag;
  /** Place of the event in the host's own sequence. */
  epoch: number;
  seq: number;
}

/** An address at which a job says by itself how it stands; the address itself is told once. */
export interface PingAddressTable {
  token_sha256: Fixed<string>;
  id: Fixed<string>;
  host_id: Fixed<string>;
  /** null: of all jobs of the host. */
  job: Fixed<string | null>;
  created_at: Fixed<Millis>;
  created_by: Fixed<string>;
  last_at: Millis | null;
  /** What came last: `start`, `success`, `fail`, `log` or an exit code, and what the job had printed. */
  last_word: string | null;
  last_text: string;
  ended_at: Millis | null;
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
