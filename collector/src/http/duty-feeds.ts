import { UserError } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import { hashSecret, newSecret } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { FeedSubject, Writing } from '../directory/index.ts';
import type { Store, Tables } from '../store/index.ts';

export type FeedRow = Selectable<Tables['duty_feeds']>;

const HOUR_MS = 3_600_000;

/** Makes an address of somebody's duty; this answer alone has its secret. */
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
    person: 'person' in subject ? subject.person : null,
    team: 'team' in subject ? subject.team : null,
    account_id: accountId,
    created_at: by.now,
    created_by: by.actor,
    read_at: null,
    ended_at: null,
  };
  await store.transaction(async (tx) => {
    await tx.insertInto('duty_feeds').values(row).execute();
    await appendAudit(tx, [{ subject: `feeds/${row.id}`, act: 'add', before: null, after: subject }], by);
  });
  return { row, token };
}

/** Those in force, the newest first; of one account where it is named. */
export function listFeeds({ db }: Store, accountId: string | undefined): Promise<FeedRow[]> {
  let found = db.selectFrom('duty_feeds').selectAll().where('ended_at', 'is', null);
  if (accountId !== undefined) found = found.where('account_id', '=', accountId);
  return found.orderBy('created_at', 'desc').orderBy('id').execute();
}

/** Ends one: whoever has its address reads nothing any more. Errors: FEED_NOT_FOUND, also for one of another account where it is named. */
export async function endFeed(
  store: Store,
  { id, accountId }: { id: string; accountId: string | undefined },
  by: Writing,
): Promise<void> {
  await store.transaction(async (tx) => {
    let ended = tx.updateTable('duty_feeds').set({ ended_at: by.now }).where('id', '=', id);
    ended = ended.where('ended_at', 'is', null);
    if (accountId !== undefined) ended = ended.where('account_id', '=', accountId);
    const row = await ended.returning(['person', 'team']).executeTakeFirst();
    if (row === undefined) throw feedNotFound(id);
    await appendAudit(tx, [{ subject: `feeds/${id}`, act: 'end', before: row, after: null }], by);
  });
}

/** Whose duty an address is about; undefined for one that is not known or was ended. That it was read is noted to the hour. */
export async function readFeed(store: Store, token: string, now: number): Promise<FeedSubject | undefined> {
  const hash = hashSecret(token);
  const row = await store.db
    .selectFrom('duty_feeds')
    .selectAll()
    .where('token_sha256', '=', hash)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.read_at === null || now - row.read_at >= HOUR_MS)
    await store.transaction((tx) =>
      tx.updateTable('duty_feeds').set({ read_at: now }).where('token_sha256', '=', hash).execute(),
    );
  return row.person === null ? { team: row.team ?? '' } : { person: row.person };
}

/** There is no such feed. */
export function feedNotFound(place: string): UserError {
  return new UserError({
    code: 'FEED_NOT_FOUND',
    place,
    message: 'there is no such calendar address, or it was ended',
    fix: 'make a new one on the page "On call"',
  });
}
