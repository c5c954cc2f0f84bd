import type { Door } from '@watchcase/api';
import { REDACTED } from '@watchcase/runtime';
import type { Store, Tables, Tx } from '../store/index.ts';
import type { Selectable } from 'kysely';

/** One thing that was changed. */
export interface AuditEntry {
  /** What, as kind and id: `customers/hongda`, `accounts/ada`. */
  subject: string;
  /** What was done: `add`, `change`, `retire` … */
  act: string;
  /** JSON values; null where there was, or is, nothing. */
  before: unknown;
  after: unknown;
}

export type AuditRow = Selectable<Tables['audit']>;

/** Names of what nobody may read in the log. */
const SECRET = /password|passphrase|secret|token|cookie|authorization|private.?key/i;
/** Rows in one statement. */
const CHUNK = 200;

/**
 * Adds lines to the audit log in the transaction of the change itself. The log is append-only: the database refuses everything else. What stands under a name that
 * says it is a secret is left out.
 */
export async function appendAudit(
  tx: Tx,
  entries: readonly AuditEntry[],
  { actor, door, now }: { actor: string; door: Door; now: number },
): Promise<void> {
  const rows = entries.map(({ subject, act, before, after }) => ({
    time: now,
    actor,
    door,
    subject,
    act,
    before: textOf(before),
    after: textOf(after),
  }));
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx
      .insertInto('audit')
      .values(rows.slice(from, from + CHUNK))
      .execute();
}

/** Lines, the newest first: those with a smaller id than `below`, and of one subject where it is named. */
export function readAudit(
  db: Store['db'],
  { subject, below, limit }: { subject?: string | undefined; below: number | null; limit: number },
): Promise<AuditRow[]> {
  let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (below !== null) query = query.where('id', '<', below);
  return query.execute();
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return JSON.stringify(value, (name, one: unknown) => (SECRET.test(name) ? REDACTED : one));
}
