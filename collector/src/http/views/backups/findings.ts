import type { BackupFindings, backupFindingsQuerySchema } from '@watchcase/api';
import { GUESS_LOOKS_BACK_MS, guessSchedule, type ScheduleRecord } from '@watchcase/backup';
import type { z } from 'zod';
import { factsBetween, type JobKey } from '../../../backups/index.ts';
import { isRetired, nameOf, type Snapshot } from '../../../directory/index.ts';
import type { Store } from '../../../store/index.ts';
import { decodeCursor, pageOf } from '../../cursor.ts';
import type { HttpRooms } from '../../rooms.ts';
import { isoOrNull } from '../time.ts';
import { readJobs } from './job-rows.ts';
import { listJobs } from './list-jobs.ts';
import { selectListed } from './select-jobs.ts';

type Query = z.output<typeof backupFindingsQuerySchema>;

/** One page of the jobs that no policy judges, and the policies that no job is under. Errors: CURSOR_INVALID. */
export async function readFindings(
  { store, directory, clock }: Pick<HttpRooms, 'store' | 'directory' | 'clock'>,
  { customer, limit, cursor }: Query,
  customers: readonly string[] | null,
): Promise<BackupFindings> {
  const { db } = store;
  const all = (await listJobs(db, { customer }, customers)).filter(({ state }) => state === 'unjudged');
  const [host, job] = cursor === undefined ? ['', ''] : decodeCursor(cursor, 'unjudged backups');
  const rest = all.filter((one) => one.hostId > host || (one.hostId === host && one.job > job));
  const keyOf = (one: JobKey) => [one.hostId, one.job];
  const page = pageOf(rest.slice(0, limit + 1), { list: 'unjudged backups', limit, keyOf });
  const snapshot = await directory.current();
  const items: BackupFindings['items'] = [];
  for (const { row, firstSeenAt } of await readJobs(db, snapshot, page.items)) {
    const guess = await guessOf(
      db,
      { hostId: row.host.id, job: row.job },
      { zone: row.zone, now: clock.now() },
    );
    const { job: name, host: where, customer: whose, lastEnd } = row;
    items.push({
      job: name,
      host: where,
      customer: whose,
      firstSeenAt: isoOrNull(firstSeenAt),
      lastEnd,
      guess,
    });
  }
  const policies = customers === null ? await idlePolicies(db, snapshot) : [];
  return { items, next: page.next, total: all.length, policies };
}

/** The schedule that the runs of a job tell, or where there are none its copies; null where it is not clear. */
export async function guessOf(
  db: Store['db'],
  key: JobKey,
  { zone, now }: { zone: string; now: number },
): Promise<ScheduleRecord | null> {
  const { runs, snapshots } = await factsBetween(db, key, { from: now - GUESS_LOOKS_BACK_MS, to: now });
  const begins = runs.map(({ startedAt, endedAt }) => startedAt ?? endedAt);
  if (begins.length > 0)
    return guessSchedule(
      begins.toSorted((a, b) => a - b),
      zone,
    );
  const places = [...Map.groupBy(snapshots, ({ location }) => location).values()];
  const most = places.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const made = most.map(({ startedAt, at }) => startedAt ?? at);
  return guessSchedule(
    made.toSorted((a, b) => a - b),
    zone,
  );
}

async function idlePolicies(db: Store['db'], directory: Snapshot): Promise<BackupFindings['policies']> {
  const rows = await selectListed(db).select('stands.policy').distinct().execute();
  const used = new Set(rows.map(({ policy }) => policy));
  return directory
    .all('backupPolicies')
    .filter((one) => !isRetired(one) && !used.has(one.id))
    .map(({ id, data }) => ({
      id,
      title: nameOf(directory, 'backupPolicies', id),
      why: data['jobs'] === undefined ? ('no-contract-names-it' as const) : ('no-job-fits' as const),
    }));
}
