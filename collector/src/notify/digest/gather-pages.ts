import type { Severity } from '@watchcase/api';
import type { Store, Tx } from '../../store/index.ts';
import { duePages, type PageRow } from '../due-pages.ts';
import { claimPage } from '../page-rows.ts';
import { decideDigest } from './decide-digest.ts';

/** How messages go by a way. */
export interface GatherNeeds {
  now: number;
  gapMs: number;
  /** Most cases in a message. */
  most: number;
  /** For the claim, see `claimPage`. */
  windowMs: number;
  shards: readonly number[] | undefined;
}

/** Pages of one case and way that one message tells, the newest last. */
export type OfOneCase = readonly [PageRow, ...PageRow[]];

/** Pages of one way that are looked at together; what is more goes with a later message. */
const MOST_LOOKED_AT = 200;

/**
 * Claims what the next message to the person of a page by its channel is to tell, the worst case first: all that is due there, or nothing while that waits
 * for the end of a minute.
 */
export function gatherPages(store: Store, row: PageRow, needs: GatherNeeds): Promise<OfOneCase[]> {
  const { now, shards } = needs;
  return store.transaction(async (tx) => {
    const { channel, person, address } = row;
    const query = { now, channel, to: { person, address }, limit: MOST_LOOKED_AT, underWay: [], shards };
    const rows = await duePages(tx, query);
    // Another message has taken it along.
    if (rows.every(({ id }) => id !== row.id)) return [];
    const severities = await severitiesOf(tx, rows);
    const pages = rows.map(({ id, case_id: caseId, reason }) => ({
      id,
      caseId,
      reason,
      severity: severities.get(caseId) ?? 'critical',
    }));
    const decision = decideDigest(pages, { ...needs, lastAt: await lastMessageAt(tx, row, needs) });
    if (decision.because === 'a-moment-ago') {
      await waitUntil(tx, rows, decision.until);
      return [];
    }
    return claimEach(tx, decision.cases, { rows, needs });
  });
}

async function claimEach(
  tx: Tx,
  cases: readonly (readonly number[])[],
  { rows, needs }: { rows: readonly PageRow[]; needs: GatherNeeds },
): Promise<OfOneCase[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const claimed: OfOneCase[] = [];
  for (const ids of cases) {
    const own: PageRow[] = [];
    for (const id of ids) {
      const row = byId.get(id);
      if (row !== undefined && (await claimPage(tx, row, needs))) own.push(row);
    }
    const [first, ...others] = own;
    if (first !== undefined) claimed.push([first, ...others]);
  }
  return claimed;
}

async function severitiesOf(tx: Tx, rows: readonly PageRow[]): Promise<Map<number, Severity>> {
  const ids = [...new Set(rows.map(({ case_id: id }) => id))];
  const cases = await tx.selectFrom('cases').select(['id', 'severity']).where('id', 'in', ids).execute();
  return new Map(cases.map(({ id, severity }) => [id, severity as Severity]));
}

/** When the last message went there, or was begun; undefined where nothing did within `gapMs`. */
async function lastMessageAt(tx: Tx, row: PageRow, needs: GatherNeeds): Promise<number | undefined> {
  const { now, gapMs, windowMs } = needs;
  const there = tx
    .selectFrom('pages')
    .where('person', '=', row.person)
    .where('channel', '=', row.channel)
    .where('address', row.address === null ? 'is' : '=', row.address);
  const told = await there
    .where('state', '=', 'delivered')
    .where('finished_at', '>', now - gapMs)
    .select((select) => select.fn.max('finished_at').as('at'))
    .executeTakeFirst();
  // A claim says until when it holds.
  const begun = await there
    .where('finished_at', 'is', null)
    .where('state', '=', 'sending')
    .where('next_at', '>', now)
    .select((select) => select.fn.max('next_at').as('at'))
    .executeTakeFirst();
  const moments = [told?.at ?? 0, begun?.at == null ? 0 : begun.at - windowMs];
  const last = Math.max(...moments);
  return last > now - gapMs ? last : undefined;
}

async function waitUntil(tx: Tx, rows: readonly PageRow[], until: number): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.updateTable('pages').set({ next_at: until }).where('id', 'in', ids).execute();
}
