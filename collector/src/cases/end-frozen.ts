import type { AlertChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

const CHUNK = 200;

/** Forgets what stands still of a case that a person has ended: it will not come back by itself. Gives the alerts' ids. */
export async function endFrozen(tx: Tx, caseId: number): Promise<string[]> {
  const frozen = await tx
    .selectFrom('alerts')
    .select('id')
    .where('case_id', '=', caseId)
    .where('state', '=', 'frozen')
    .execute();
  const ids = frozen.map((row) => row.id);
  if (ids.length > 0) await endAlerts(tx, ids);
  return ids;
}

/**
 * Alerts that stand still from now on although a person has ended their case: nobody would hear of them again, so they are forgotten, and the
 * next bad sample is a new fault. One whose case comes back by itself is kept: silence is no recovery. Gives their ids; memory may forget them once this is committed.
 */
export async function forgetFrozen(tx: Tx, changes: readonly AlertChange[]): Promise<string[]> {
  const frozen = changes.filter(({ transition }) => transition === 'frozen').map(({ id }) => id);
  const ids: string[] = [];
  for (let at = 0; at < frozen.length; at += CHUNK) {
    const ended = await tx
      .selectFrom('alerts')
      .innerJoin('cases', 'cases.id', 'alerts.case_id')
      .select('alerts.id')
      .where('alerts.id', 'in', frozen.slice(at, at + CHUNK))
      .where('alerts.state', '=', 'frozen')
      .where('cases.unresolved', '=', 0)
      .where('cases.comes_back_at', 'is', null)
      .execute();
    const chunk = ended.map(({ id }) => id);
    if (chunk.length > 0) await endAlerts(tx, chunk);
    ids.push(...chunk);
  }
  return ids;
}

async function endAlerts(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .updateTable('alerts')
    .set({ state: 'inactive', frozen_from: null })
    .where('id', 'in', ids)
    .execute();
}
