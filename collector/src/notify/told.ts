import type { Said } from '../model/index.ts';
import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import { wayKey } from './way-key.ts';
import type { PageRow } from './due-pages.ts';
import { LETTERS } from './letters/is-letter.ts';

/** What a person knows of a case by one channel and address. */
export interface Told {
  person: string;
  channel: string;
  /** Where by it; null where the channel says it. */
  address: string | null;
  /** What they were told last; `perhaps` while a page is on its way: what it says is not known. */
  last: Said | 'perhaps';
}

/** What the person of a page was told before by its channel; undefined when nothing. */
export async function readToldBefore(db: Store['db'], page: PageRow): Promise<Told['last'] | undefined> {
  const told = await readTold(db, page.case_id, page.id);
  return told.find((one) => wayKey(one) === wayKey(page))?.last;
}

const selectTold = prepared((db, caseId: number, exceptPage: number) =>
  db
    .selectFrom('pages')
    .select(['person', 'channel', 'address', 'state', 'said'])
    .where('case_id', '=', caseId)
    .where('state', 'in', ['delivered', 'sending'])
    .where('channel', '!=', LETTERS)
    .where('id', '!=', exceptPage)
    .orderBy('finished_at')
    .orderBy('id'),
);

/** What each person was told of a case by each channel, those left out who were told nothing; but for one page, which is to be sent. */
export async function readTold(db: Store['db'] | Tx, caseId: number, exceptPage = 0): Promise<Told[]> {
  const { rows } = await selectTold(db, caseId, exceptPage);
  const told = new Map<string, Told>();
  for (const { state, said, ...way } of rows) {
    const key = wayKey(way);
    const isSure = state === 'delivered' && told.get(key)?.last !== 'perhaps';
    told.set(key, { ...way, last: isSure ? (said ?? 'wrong') : 'perhaps' });
  }
  return [...told.values()];
}
