import type { CaseState, OutsideReason } from '@watchcase/api';
import type { Generated } from 'kysely';
import type { Fixed, Flag, InChinese, Json, Millis } from './columns.ts';

/** A file that belongs to a case. */
export interface AttachmentTable {
  id: Fixed<string>;
  case_id: Fixed<number>;
  name: Fixed<string>;
  /** By its content. */
  type: Fixed<string>;
  /** Bytes. */
  size: Fixed<number>;
  visibility: Fixed<'internal' | 'customer'>;
  /** 1 once the case's log has it. */
  attached: Flag;
  created_at: Fixed<Millis>;
  data: Fixed<Uint8Array>;
}

/** Where a case comes from and what kind it is; follows from its first event. */
interface CaseOriginColumns {
  source: Generated<'alert' | 'console' | 'api' | 'portal' | 'mail' | 'inspection' | 'follow-up'>;
  /** The rule whose alert opened it. */
  rule: Generated<string | null>;
  kind: Generated<'fault' | 'complaint' | 'request' | 'finding'>;
}

/** What somebody filters a list by, under a name. */
export interface SavedViewTable {
  id: Generated<number>;
  owner: Fixed<string>;
  name: Fixed<string>;
  /** As it stands in the console's address. */
  query: string;
  created_at: Fixed<Millis>;
}

/** What is known of a fault and its solution. */
export interface ArticleTable {
  id: Generated<number>;
  title: string;
  symptom: string;
  cause: string;
  solution: string;
  category: string;
  product: string | null;
  rule: string | null;
  /** The case it was made from; each makes one at most. */
  from_case: number | null;
  state: 'draft' | 'reviewed' | 'retired';
  created_by: Fixed<string>;
  created_at: Fixed<Millis>;
  updated_at: Millis;
  /** Every change is a conditional update on it. */
  version: number;
}

/** Cases in which an article helped. */
export interface ArticleUseTable {
  article_id: Fixed<number>;
  case_id: Fixed<number>;
  by: Fixed<string>;
  at: Fixed<Millis>;
}

/** Up to which line the words of a case can be found. */
export interface IndexedCaseTable {
  case_id: Fixed<number>;
  seq: number;
}

/** Index over the case's event log: everything here follows from case_events. */
export interface CaseTable extends CaseOriginColumns {
  id: Generated<number>;
  group_key: string;
  /** 1 until it is resolved or ended otherwise; a unique index on group_key over these rows makes one outage one case. */
  unresolved: Flag;
  title: string;
  title_zh: InChinese;
  state: CaseState;
  severity: string;
  /** Position of severity in the vocabulary, for sorting. */
  severity_rank: number;
  category: string;
  customer_id: string;
  site_id: string;
  /** The host it is about; of a site's case the first that was found gone; empty where it is about none. */
  host_id: string;
  /** What it is about: one host, all that are gone of a site, all that is too much at once on a host, or something of the customer. */
  scope: Generated<'host' | 'site' | 'crowd' | 'customer'>;
  opened_at: Millis;
  acknowledged_at: Millis | null;
  acknowledged_by: string | null;
  recovered_at: Millis | null;
  resolved_at: Millis | null;
  closed_at: Millis | null;
  /** When an ended case opens again if something of it still fires. */
  comes_back_at: Millis | null;
  detected_late: Flag;
  breached: Flag;
  /** Earliest due time of a running clock, for sorting by urgency; null when none runs. */
  next_due: Millis | null;
  /** When anything of it happens by itself next: a warning, a breach, the end of a hold, its coming back; null when nothing does. */
  next_at: Generated<Millis | null>;
  /** Name and version of the policy by which it is judged now. */
  policy: string;
  /** The contract it falls under, or comes nearest to; null without one. */
  contract: Generated<string | null>;
  /** Why that does not pay for it; null when it does, or nobody keeps contracts. */
  outside: Generated<OutsideReason | null>;
  confirmed_at: Generated<Millis | null>;
  /** Whom it waits for, and until when at most; null while it does not wait. */
  held_reason: Generated<string | null>;
  held_until: Generated<Millis | null>;
  /** The person or the team it is given to. */
  assignee: Generated<string | null>;
  team: Generated<string | null>;
  /** JSON list of names. */
  watchers: Generated<Json>;
  /** The customer's word, 1 to 5. */
  rating: Generated<number | null>;
  /** The case that it has become part of. */
  merged_into: Generated<number | null>;
  /** Number of the last event: every change is a conditional update on it. */
  last_seq: number;
}

export interface CaseEventTable {
  case_id: Fixed<number>;
  seq: Fixed<number>;
  time: Fixed<Millis>;
  kind: Fixed<string>;
  actor: Fixed<string>;
  text: Fixed<string>;
  data: Fixed<Json>;
}

/** What cases are judged by, named by the hash of what it says; never changed. */
export interface CaseTermsTable {
  id: Fixed<string>;
  data: Fixed<Json>;
}

/** Customers whose open cases may be owed something else since a moment: the owner looks at each once more. */
export interface OwedAnewTable {
  customer_id: Fixed<string>;
  /** Of the directory; 0 where it has not changed. */
  revision: number;
  since: Millis;
  /** Cases up to this id have been looked at. */
  after_case: number;
}

/** Acts that were done under a key of their own: done again they change nothing. */
export interface ActKeyTable {
  key: Fixed<string>;
  case_id: Fixed<number>;
  created_at: Fixed<Millis>;
}

/** Index of what each clock does next; recomputed from the log on every event. */
export interface CaseClockTable {
  case_id: Fixed<number>;
  target: Fixed<string>;
  limit_ms: number;
  due_at: Millis;
  stopped_at: Millis | null;
  state: 'running' | 'met' | 'breached';
  /** Why it stands still, since when, and until when where that is known; null when it runs. */
  paused_reason: Generated<string | null>;
  paused_since: Generated<Millis | null>;
  paused_until: Generated<Millis | null>;
  /** 1 when days that are not announced yet can still move it. */
  provisional: Generated<Flag>;
  /** When the next warning or breach is due; null when none is left. */
  next_at: Millis | null;
  next_percent: number | null;
}

export interface CaseEvidenceTable {
  case_id: Fixed<number>;
  alert_id: Fixed<string>;
  title: string;
  title_zh: InChinese;
  unit: string;
  series: string;
  /** JSON { times: seconds[], values: (number|null)[] }. */
  points: Json;
  threshold: number | null;
  breached_at: Millis;
}

/** What figures know of a case: follows from its log up to `seq`, and is made anew when the log is longer or the form another. */
export interface CaseFiguresTable {
  case_id: Fixed<number>;
  seq: number;
  form: number;
  data: Json;
}

/** A call to a customer that is due: after a case, or for a contract and a month. */
export interface FollowUpTable {
  id: Generated<number>;
  /** Null of a contract's. */
  case_id: number | null;
  /** Of a contract: its id and the month, `2026-03`; both null after a case. */
  contract: string | null;
  month: string | null;
  customer_id: Fixed<string>;
  due_at: Millis;
  done_at: Millis | null;
  done_by: string | null;
  satisfied: Flag | null;
  text: string | null;
}

/** What the auditor did for an open case that nobody was at; follows from its log. */
export interface CaseAuditTable {
  case_id: Fixed<number>;
  /** When it is to be looked at again. */
  next_at: Millis;
  repairs: number;
}

/** When the auditor looked at the cases of a shard last, and how many of them nobody was at. */
export interface AuditPassTable {
  shard: Fixed<number>;
  at: Millis;
  forgotten: number;
}
