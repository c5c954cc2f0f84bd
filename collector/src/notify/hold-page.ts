import type { Severity } from '@watchcase/api';
import type { Store } from '../store/index.ts';
import { decideHold } from './decide-hold.ts';
import type { PageRow } from './due-pages.ts';

const HOUR_MS = 3_600_000;

/** Lets a page wait whose person has had `most` messages by its channel within an hour; false when it does not wait. What was sent is read from the queue, so that all collectors count together; pages that ended at one moment were one message. */
export async function holdPage(
  store: Store,
  row: PageRow,
  { most, now }: { most: number; now: number },
): Promise<boolean> {
  const { severity } = await store.db
    .selectFrom('cases')
    .select('severity')
    .where('id', '=', row.case_id)
    .executeTakeFirstOrThrow();
  const sent = await store.db
    .selectFrom('pages')
    .select('finished_at as at')
    .distinct()
    .where('person', '=', row.person)
    .where('channel', '=', row.channel)
    .where('address', row.address === null ? 'is' : '=', row.address)
    .where('state', '=', 'delivered')
    .where('finished_at', '>', now - HOUR_MS)
    .execute();
  const moments = sent.flatMap(({ at }) => (at === null ? [] : [at]));
  const page = { reason: row.reason, severity: severity as Severity };
  const until = decideHold(page, moments, { most, now });
  if (until === undefined) return false;
  await store.transaction((tx) =>
    tx
      .updateTable('pages')
      .set({ next_at: until })
      .where('id', '=', row.id)
      .where('attempts', '=', row.attempts)
      .where('state', '=', 'queued')
      .execute(),
  );
  return true;
}
