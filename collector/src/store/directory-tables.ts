import type { Generated } from 'kysely';
import type { Fixed, Json, Millis } from './columns.ts';

/** Every version of every record of the directory; rows are never changed. */
export interface DirectoryRecordTable {
  kind: Fixed<string>;
  id: Fixed<string>;
  version: Fixed<number>;
  /** Of the directory as a whole: grows with each change, so that readers find what is new. */
  revision: Fixed<number>;
  /** The record in its YAML form, as JSON. */
  data: Fixed<Json>;
  changed_at: Fixed<Millis>;
  changed_by: Fixed<string>;
  /** By which door it came: apply, console … */
  door: Fixed<string>;
}

/** What people, and programs in their name, have changed; rows are never changed. */
export interface AuditTable {
  id: Generated<number>;
  time: Fixed<Millis>;
  actor: Fixed<string>;
  door: Fixed<string>;
  /** `customers/hongda`. */
  subject: Fixed<string>;
  act: Fixed<string>;
  before: Fixed<Json | null>;
  after: Fixed<Json | null>;
}

/** An address under which calendars read somebody's duty; the address itself is told once. */
export interface FeedTable {
  token_sha256: Fixed<string>;
  id: Fixed<string>;
  kind: Fixed<'duty' | 'drills'>;
  /** Duty of a person, or of a team. */
  person: Fixed<string | null>;
  team: Fixed<string | null>;
  /** Drills of one customer; null: of all that its account may see when it is read. */
  customer: Fixed<string | null>;
  /** Of the account that made it. */
  account_id: Fixed<string>;
  created_at: Fixed<Millis>;
  created_by: Fixed<string>;
  /** When it was last fetched, to the hour. */
  read_at: Millis | null;
  ended_at: Millis | null;
}

/** What was said by chat, under the service's own name for it. */
export interface ChatSeenTable {
  key: Fixed<string>;
  /** When it came first. */
  at: Fixed<Millis>;
  /** When it was dealt with. */
  done_at: Millis | null;
}
