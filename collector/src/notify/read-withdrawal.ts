import type { PageReason } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Store } from '../store/index.ts';
import { decideWithdrawal, isCorrection } from './decide-withdrawal.ts';
import type { PageRow } from './due-pages.ts';
import { readToldBefore } from './told.ts';

const selectStanding = prepared((db, caseId: number) =>
  db
    .selectFrom('cases')
    .leftJoin('escalations', 'escalations.case_id', 'cases.id')
    .select(['state', 'recovered_at', 'lapsed'])
    .where('id', '=', caseId),
);

/** Why a page is not sent any more; undefined when it is. Looked at last, since a page may have waited for its turn while a person acted. */
export async function readWithdrawal(db: Store['db'], row: PageRow): Promise<string | undefined> {
  const [standing] = (await selectStanding(db, row.case_id)).rows;
  if (standing === undefined) throw new Error(`the page ${row.key} has no case`);
  const { state, recovered_at, lapsed } = standing;
  const reason = row.reason as PageReason;
  const told = isCorrection(reason) ? await readToldBefore(db, row) : undefined;
  const chain = lapsed === null ? undefined : { isLapsed: lapsed === 1 };
  const isAnswered = !isCorrection(reason) && (await isAnsweredMeanwhile(db, row));
  return decideWithdrawal(reason, { state, recovered: recovered_at !== null, told, chain, isAnswered });
}

/** Of a page that was to go out later by its person's rules: whether somebody has taken the case since it was written down. */
async function isAnsweredMeanwhile(db: Store['db'], row: PageRow): Promise<boolean> {
  if (row.attempts > 0 || row.next_at <= row.created_at) return false;
  const taken = await db
    .selectFrom('case_events')
    .select('seq')
    .where('case_id', '=', row.case_id)
    .where('kind', 'in', ['acknowledged', 'handed-on'])
    .where('time', '>', row.created_at)
    .limit(1)
    .executeTakeFirst();
  return taken !== undefined;
}
