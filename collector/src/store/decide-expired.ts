/** What is deleted from each table: whatever was last of use before the moment given. Unix milliseconds. */
export interface Expiry {
  /** Access rows (sessions, login links) by the moment they expire. */
  access: number;
  /** Enrolment tokens by the moment they were used or expired. */
  enrolments: number;
  /** Sequences by their last message; a host's live one always stays. */
  epochs: number;
  /** Resolved and inactive alerts by their last sample; those of an unresolved case always stay. */
  alerts: number;
  /** What collectors asked each other, by the moment it was asked. */
  errands: number;
  /** Files that were sent and attached to nothing, by the moment they came. */
  attachments: number;
  /** What was said by chat, by the moment it came. */
  chat_seen: number;
  /** Facts of backup jobs by when they ended, were made or were expected; the newest of each kind and outcome stays. */
  backup_facts: number;
  /** Files that were sent to prove a drill that nobody recorded, by the moment they came; those of a drill go with it. */
  evidence_files: number;
  /** What days of backup jobs were, by the end of their month. */
  backup_months: number;
}

const DAY_MS = 86_400_000;

/** Decides what is too old at `now` (pure). */
export function decideExpired(now: number): Expiry {
  return {
    access: now,
    enrolments: now - 90 * DAY_MS,
    epochs: now - 60 * DAY_MS,
    alerts: now - 400 * DAY_MS,
    errands: now - DAY_MS,
    attachments: now - DAY_MS,
    chat_seen: now - 7 * DAY_MS,
    backup_facts: now - 400 * DAY_MS,
    evidence_files: now - DAY_MS,
    backup_months: now - 400 * DAY_MS,
  };
}
