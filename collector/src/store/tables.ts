import type { Generated, GeneratedAlways } from 'kysely';
import type {
  ArticleTable,
  ArticleUseTable,
  AttachmentTable,
  AuditPassTable,
  CaseAuditTable,
  ActKeyTable,
  CaseClockTable,
  CaseEventTable,
  CaseEvidenceTable,
  CaseFiguresTable,
  CaseTable,
  FollowUpTable,
  OwedAnewTable,
  CaseTermsTable,
  IndexedCaseTable,
  SavedViewTable,
} from './case-tables.ts';
import type { AccessTable, AccountTable } from './access-tables.ts';
import type {
  BackupFactTable,
  BackupJobTable,
  BackupLocationTable,
  BackupMonthTable,
  BackupRunTable,
  BackupStandingTable,
  EvidenceFileTable,
  PingAddressTable,
} from './backup-tables.ts';
import type { AuditTable, DirectoryRecordTable, ChatSeenTable, FeedTable } from './directory-tables.ts';
import type { CaseChainTable, EscalationTable } from './escalation-tables.ts';
import type { Fixed, Flag, InChinese, Json, Millis } from './columns.ts';
import type { MethodCodeTable, VerifiedMethodTable } from './method-tables.ts';
import type { RolloutHostTable, RolloutTable } from './rollout-tables.ts';
import type {
  CollectorTable,
  ErrandTable,
  HistoryMarkTable,
  JudgedBlockTable,
  ShardTable,
} from './shard-tables.ts';

interface MetaTable {
  key: string;
  value: string;
}

interface CustomerTable {
  id: Fixed<string>;
  name: string;
  created_at: Fixed<Millis>;
  /** As protocol's shardOf has it; 0 where nobody said. */
  shard: Generated<number>;
}

/** A site belongs to a customer; its id is unique within it. */
interface SiteTable {
  customer_id: Fixed<string>;
  id: Fixed<string>;
  name: string;
  zone: string;
  created_at: Fixed<Millis>;
}

interface HostTable {
  /** `customer.host`, as protocol's hostId makes it. */
  id: Fixed<string>;
  customer_id: Fixed<string>;
  site_id: string;
  /** What people see: given by a person, or else as the machine reports it. */
  name: string;
  /** 1 when a person gave it: what the machine reports does not change it then. */
  name_given: Generated<Flag>;
  reported_name: Generated<string | null>;
  /** Since when nobody expects it any more; null while it is in service. */
  retired_at: Generated<Millis | null>;
  created_at: Fixed<Millis>;
  presence: 'never' | 'online' | 'offline' | 'unknown';
  presence_since: Millis;
  /** Session of the last presence message; 0 before the first. */
  session: number;
  /** When that session ended; null while it lasts. */
  session_ended_at: Millis | null;
  last_heard_at: Millis | null;
  interval_ms: number | null;
  live_epoch: number | null;
  clock_offset_ms: number;
  agent_version: string | null;
  platform: string | null;
  /** JSON object: stream name to layout id. */
  streams: Json;
  /** JSON of the newest inventory event; null before the first. */
  inventory: Json | null;
  /** Time of that event. */
  inventory_at: Millis | null;
  /** JSON of what the host cannot read, as its newest event says it; null as long as none did. */
  unread: Generated<Json | null>;
  /** Place of that event in the host's own sequence. */
  unread_epoch: Generated<number | null>;
  unread_seq: Generated<number | null>;
  /** JSON of what of it was refused, by reason: how often, and when last (Unix milliseconds). */
  refusals: Generated<Json | null>;
}

interface CredentialTable {
  /** MQTT user name, `customer/host`. */
  username: Fixed<string>;
  host_id: Fixed<string>;
  /** SHA-256 of the 256-bit random password, hex. */
  password_sha256: string;
  created_at: Fixed<Millis>;
  revoked_at: Millis | null;
  /** SHA-256 of the public key that the host must show besides, base64url; null where it was given no certificate. */
  public_key_sha256: Generated<string | null>;
}

interface EnrolmentTable {
  id: Generated<number>;
  token_sha256: Fixed<string>;
  customer_id: Fixed<string>;
  site_id: Fixed<string>;
  created_at: Fixed<Millis>;
  expires_at: Fixed<Millis>;
  used_at: Millis | null;
  host_id: string | null;
  /** The host that it gives a new credential to; null for a new host. */
  for_host: Generated<string | null>;
  /** SHA-256 of what its user made up for its attempt to join, hex. */
  attempt_sha256: Generated<string | null>;
  revoked_at: Generated<Millis | null>;
}

interface LayoutTable {
  id: Fixed<string>;
  content: Fixed<Json>;
}

/** How far each sequence of each host is committed. */
interface EpochTable {
  host_id: Fixed<string>;
  epoch: Fixed<number>;
  seq: number;
  updated_at: Millis;
}

/** Current state of each alert that is not inactive; one row per rule, host and labels. */
interface AlertTable {
  id: Fixed<string>;
  rule: Fixed<string>;
  host_id: Fixed<string>;
  labels: Fixed<Json>;
  title: string;
  title_zh: InChinese;
  category: string;
  group_key: string;
  runbook: string | null;
  severity: string;
  state: 'inactive' | 'pending' | 'firing' | 'frozen' | 'resolved';
  frozen_from: 'pending' | 'firing' | null;
  active_since: Millis;
  held_ms: number;
  /** Milliseconds by severity. */
  held_levels: Json;
  quiet_ms: number | null;
  last_true: Millis;
  last_sample: Millis;
  fired_at: Millis | null;
  resolved_at: Millis | null;
  value: number | null;
  unit: string;
  threshold: number | null;
  series: string | null;
  /** Interval of the stream it comes from. */
  interval_ms: number;
  /** The last case whose evidence it is; null before it has fired. */
  case_id: number | null;
}

/** One page: a case, a reason, a person, a channel. Written in the transaction that caused it. */
interface PageTable {
  id: Generated<number>;
  /** Idempotency key, unique. */
  key: Fixed<string>;
  case_id: Fixed<number>;
  reason: Fixed<string>;
  person: Fixed<string>;
  channel: Fixed<string>;
  /** Where by it; null where the channel's own settings say it, and of letters, whose reader is the address. */
  address: Generated<string | null>;
  created_at: Fixed<Millis>;
  /** queued → sending → delivered | queued again (retry) | failed. */
  state: 'queued' | 'sending' | 'delivered' | 'failed';
  attempts: number;
  /** When it may be sent (again); for `sending`, when the attempt counts as lost. */
  next_at: Millis;
  finished_at: Millis | null;
  /** What it told once it was delivered; null before, and of those that were delivered before this was written down. */
  said: Generated<'wrong' | 'recovered' | 'resolved' | null>;
  /** Which goes first of those that are due, 0 to 3: the first attempt of a case's first page, its other ones, what else happens, that it is over. */
  place: GeneratedAlways<number>;
}

/** One attempt to send a page: the row is there before the send, its end after. */
interface PageAttemptTable {
  page_id: Fixed<number>;
  attempt: Fixed<number>;
  started_at: Fixed<Millis>;
  ended_at: Millis | null;
  outcome: 'delivered' | 'retry' | 'failed' | 'unknown';
  detail: string;
}

/** The one table model; migrations build the same on SQLite and PostgreSQL. */
export interface Tables {
  accounts: AccountTable;
  meta: MetaTable;
  customers: CustomerTable;
  sites: SiteTable;
  hosts: HostTable;
  credentials: CredentialTable;
  enrolments: EnrolmentTable;
  layouts: LayoutTable;
  epochs: EpochTable;
  backup_jobs: BackupJobTable;
  backup_runs: BackupRunTable;
  backup_facts: BackupFactTable;
  backup_locations: BackupLocationTable;
  backup_standings: BackupStandingTable;
  backup_months: BackupMonthTable;
  evidence_files: EvidenceFileTable;
  ping_addresses: PingAddressTable;
  alerts: AlertTable;
  cases: CaseTable;
  case_events: CaseEventTable;
  act_keys: ActKeyTable;
  attachments: AttachmentTable;
  follow_ups: FollowUpTable;
  case_audits: CaseAuditTable;
  audit_passes: AuditPassTable;
  saved_views: SavedViewTable;
  articles: ArticleTable;
  article_uses: ArticleUseTable;
  indexed_cases: IndexedCaseTable;
  case_clocks: CaseClockTable;
  case_terms: CaseTermsTable;
  case_chains: CaseChainTable;
  escalations: EscalationTable;
  owed_anew: OwedAnewTable;
  case_evidence: CaseEvidenceTable;
  case_figures: CaseFiguresTable;
  pages: PageTable;
  page_attempts: PageAttemptTable;
  access: AccessTable;
  collectors: CollectorTable;
  shards: ShardTable;
  errands: ErrandTable;
  history_marks: HistoryMarkTable;
  judged_blocks: JudgedBlockTable;
  directory_records: DirectoryRecordTable;
  audit: AuditTable;
  feeds: FeedTable;
  chat_seen: ChatSeenTable;
  verified_methods: VerifiedMethodTable;
  method_codes: MethodCodeTable;
  rollouts: RolloutTable;
  rollout_hosts: RolloutHostTable;
}
