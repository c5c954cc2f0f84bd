import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import { hashSecret, newSecret } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { DutySubject, Writing } from '../directory/index.ts';
import type { Store, Tables } from '../store/index.ts';

/** What a calendar is about: duty, or drills that are due, of one customer or (null) of all that its maker may see. */
export type FeedSubject = DutySubject | { drillsOf: string | null };
export type FeedKind = 'duty' | 'drills';
export type FeedRow = Selectable<Tables['feeds']>;

const HOUR_MS = 3_600_000;

/** Makes an address of a calendar; this answer alone has its secret. */
export async function addFeed(
  store: Store,
  { subject, accountId }: { subject: FeedSubject; accountId: string },
  by: Writing,
): Promise<{ row: FeedRow; token: string }> {
  const token = newSecret();
  const hash = hashSecret(token);
  const row: FeedRow = {
    token_sha256: hash,
    id: hash.slice(0, 16),
    kind: 'drillsOf' in subject ? 'drills' : 'duty',
    person: 'person' in subject ? subject.person : null,
    team: 'team' in subject ? subject.team : null,
    customer: 'drillsOf' in subject ? subject.drillsOf : null,
    account_id: accountId,
    created_at: by.now,
    created_by: by.actor,
    read_at: null,
    ended_at: null,
  };
  await store.transaction(async (tx) => {
    await tx.insertInto('feeds').values(row).execute();
    await appendAudit(tx, [{ subject: `feeds/${row.id}`, act: 'add', before: null, after: subject }], by);
  });
  return { row, token };
}

/** Those of a kind that are in force, the newest first; of one account where it is named. */
export function listFeeds({ db }: Store, kind: FeedKind, accountId: string | undefined): Promise<FeedRow[]> {
  let found = db.selectFrom('feeds').selectAll().where('kind', '=', kind).where('ended_at', 'is', null);
  if (accountId !== undefined) found = found.where('account_id', '=', accountId);
  return found.orderBy('created_at', 'desc').orderBy('id').execute();
}

/** Ends one: whoever has its address reads nothing any more. Errors: FEED_NOT_FOUND, also for one of another account where it is named. */
export async function endFeed(
  store: Store,
  { kind, id, accountId }: { kind: FeedKind; id: string; accountId: string | undefined },
  by: Writing,
): Promise<void> {
  await store.transaction(async (tx) => {
    let ended = tx.updateTable('feeds').set({ ended_at: by.now }).where('id', '=', id);
    ended = ended.where('kind', '=', kind).where('ended_at', 'is', null);
    if (accountId !== undefined) ended = ended.where('account_id', '=', accountId);
    const row = await ended.returningAll().executeTakeFirst();
    if (row === undefined) throw feedNotFound(id);
    await appendAudit(tx, [{ subject: `feeds/${id}`, act: 'end', before: subjectOf(row), after: null }], by);
  });
}

/** What the calendar behind an address is about, and whose it is; undefined for one that is not known or was ended. That it was read is noted to the hour. */
export async function readFeed(
  store: Store,
  token: string,
  now: number,
): Promise<{ subject: FeedSubject; accountId: string } | undefined> {
  const hash = hashSecret(token);
  const row = await store.db
    .selectFrom('feeds')
    .selectAll()
    .where('token_sha256', '=', hash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.read_at === null || now - row.read_at >= HOUR_MS)
    await store.transaction((tx) =>
      tx.updateTable('feeds').set({ read_at: now }).where('token_sha256', '=', hash).execute(),
    );
  return { subject: subjectOf(row), accountId: row.account_id };
}

function subjectOf({ kind, person, team, customer }: FeedRow): FeedSubject {
  if (kind === 'drills') return { drillsOf: customer };
  return person === null ? { team: team ?? '' } : { person };
}

/** There is no such feed. */
export function feedNotFound(place: string): UserError {
  return new UserError({
    code: 'FEED_NOT_FOUND',
    place,
    message: 'there is no such calendar address, or it was ended',
    fix: 'make a new one on the page "On call", of drills on the page "Backups"',
  });
}
