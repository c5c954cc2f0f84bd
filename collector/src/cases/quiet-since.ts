import type { Tx } from '../store/index.ts';
import { type CaseRow, RECOVERY } from './log.ts';

/**
 * Since when nothing that belongs to an unresolved case fires, Unix milliseconds; null while something does, or nothing ever did. A person who opens it again says that
 * it is not solved, and nothing of what is measured: what was quiet then still is.
 */
export async function quietSince(tx: Tx, row: CaseRow): Promise<number | null> {
  if (row.recovered_at !== null) return row.recovered_at;
  if (row.unresolved === 0) return null;
  const told = [];
  for (const id of [row.id, ...(await absorbedInto(tx, row.id))]) told.push(await lastTold(tx, id));
  const last = told
    .filter((one) => one !== undefined)
    .reduce<Told | undefined>(
      (newest, one) => (newest === undefined || one.time > newest.time ? one : newest),
      undefined,
    );
  return last?.isQuiet === true ? last.time : null;
}

/** What a log says last of its alerts. */
interface Told {
  time: number;
  isQuiet: boolean;
}

async function absorbedInto(tx: Tx, caseId: number): Promise<number[]> {
  const rows = await linesOf(tx, caseId).where('kind', '=', 'absorbed').execute();
  return rows.map(({ data }) => (JSON.parse(data) as { from: number }).from);
}

async function lastTold(tx: Tx, caseId: number): Promise<Told | undefined> {
  const last = await linesOf(tx, caseId)
    .where('kind', 'in', [...RECOVERY, 'opened'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last === undefined || !isAboutAlerts(last)) return undefined;
  const again = await linesOf(tx, caseId)
    .where('kind', '=', 'reopened')
    .where('seq', '>', last.seq)
    .orderBy('seq')
    .execute();
  const wrong = again.findLast(isAboutAlerts);
  return { time: wrong?.time ?? last.time, isQuiet: wrong === undefined && last.kind === 'recovered' };
}

function linesOf(tx: Tx, caseId: number) {
  return tx.selectFrom('case_events').select(['seq', 'time', 'kind', 'data']).where('case_id', '=', caseId);
}

/** What an alert wrote, and not a person. */
function isAboutAlerts({ kind, data }: { kind: string; data: string }): boolean {
  if (kind !== 'opened' && kind !== 'reopened') return true;
  const { alertId, because } = JSON.parse(data) as { alertId?: string; because?: string };
  return alertId !== undefined || because === 'still-firing';
}
