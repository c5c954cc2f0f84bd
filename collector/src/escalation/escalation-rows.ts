import { prepared } from '../prepared.ts';
import type { Store, Tx } from '../store/index.ts';
import { customersOf } from '../cases/index.ts';
import type { Escalation } from './contract.ts';
import { foldEscalation } from './fold-escalation.ts';
import { nextMoment } from './next-moment.ts';
import { readEscalating } from './read-escalating.ts';
import { chainResolver } from './take-chain.ts';

/** The row of an escalation, which follows from the case's log alone (pure). */
export function rowOf(caseId: number, it: Escalation) {
  const { at, because } = nextMoment(it);
  return {
    case_id: caseId,
    content: it.copy?.content ?? '',
    round: it.walk?.round ?? 0,
    step: it.walk?.step ?? 0,
    because,
    next_at: at === null ? null : Math.round(at),
    lapsed: it.isLapsed ? 1 : 0,
  };
}

/** Writes how a case stands in its chain. */
export async function writeEscalation(tx: Tx, caseId: number, it: Escalation): Promise<void> {
  const { case_id, ...columns } = rowOf(caseId, it);
  await tx
    .insertInto('escalations')
    .values({ case_id, ...columns })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(columns))
    .execute();
}

/** Lets the next be asked at once: nobody of those who were asked is reached, as the line just written says. */
export async function hurryEscalation(tx: Tx, caseId: number, now: number): Promise<void> {
  await tx
    .updateTable('escalations')
    .set({ next_at: now })
    .where('case_id', '=', caseId)
    .where('because', '=', 'asking')
    .where('next_at', '>', now)
    .execute();
}

/** Makes the row of a case from its log anew; a case without a chain has none. For repair and for tests. */
export async function rebuildEscalation(tx: Tx, caseId: number): Promise<void> {
  const events = (await readEscalating(tx, [caseId])).get(caseId) ?? [];
  if (!events.some(({ kind }) => kind === 'chain')) return;
  await writeEscalation(tx, caseId, foldEscalation(events, await chainResolver(tx, events)));
}

/** Cases that are looked at in one tick: all others of this collector wait meanwhile. */
const MOST_DUE = 500;

/** Cases of which something is due by `now`, of the customers of some shards, or of all; the longest due first, so many at most. */
export async function dueEscalations(
  tx: Tx,
  now: number,
  shards: readonly number[] | undefined,
): Promise<number[]> {
  if (shards?.length === 0) return [];
  const { rows } = await selectDue(tx, now, shards);
  return rows.map(({ case_id }) => case_id);
}

const selectDue = prepared((db, now: number, shards: readonly number[] | undefined) =>
  db
    .selectFrom('escalations')
    .select('escalations.case_id')
    .where('next_at', '<=', now)
    .$if(shards !== undefined, (rows) => rows.where('case_id', 'in', casesOf(db, shards)))
    .orderBy('next_at')
    .orderBy('case_id')
    .limit(MOST_DUE),
);

/** When something of an escalation is due next; null when nothing is. */
export async function nextEscalationAt(db: Store['db'], shards?: readonly number[]): Promise<number | null> {
  if (shards?.length === 0) return null;
  const [row] = (await selectNext(db, shards)).rows;
  return row?.next_at ?? null;
}

const selectNext = prepared((db, shards: readonly number[] | undefined) =>
  db
    .selectFrom('escalations')
    .select('next_at')
    .where('next_at', 'is not', null)
    .$if(shards !== undefined, (rows) => rows.where('case_id', 'in', casesOf(db, shards)))
    .orderBy('next_at')
    .limit(1),
);

function casesOf(db: Store['db'] | Tx, shards: readonly number[] | undefined) {
  return db.selectFrom('cases').select('id').where('customer_id', 'in', customersOf(db, shards));
}
