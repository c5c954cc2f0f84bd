import { type Severity, type Title, titleOf, worstFirst } from '@watchcase/api';
import type { AlertChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

/** An alert that keeps its case from being quiet. */
export interface ActiveAlert {
  id: string;
  hostId: string;
  title: Title;
  severity: Severity;
  series: string | null;
  /** Nothing is known of it at the moment. */
  frozen: boolean;
}

/** The alerts of a case that fire, or did when they froze; the worst first, of equals those that fire, then the oldest. */
export async function activeAlerts(tx: Tx, caseId: number): Promise<ActiveAlert[]> {
  const rows = await tx
    .selectFrom('alerts')
    .select(['id', 'host_id', 'title', 'title_zh', 'severity', 'series', 'state'])
    .where('case_id', '=', caseId)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .orderBy('fired_at')
    .orderBy('id')
    .execute();
  const alerts = rows.map(({ host_id: hostId, title, title_zh, severity, state, ...row }) => ({
    ...row,
    title: titleOf(title, title_zh),
    hostId,
    severity: severity as Severity,
    frozen: state === 'frozen',
  }));
  return worstFirst(alerts);
}

const CHUNK = 500;

/** Makes alerts the evidence of a case; gives the ids of those that were before. */
export async function linkAlerts(
  tx: Tx,
  caseId: number,
  changes: readonly AlertChange[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (let at = 0; at < changes.length; at += CHUNK) {
    const ids = changes.slice(at, at + CHUNK).map((change) => change.id);
    const rows = await tx
      .selectFrom('alerts')
      .select('id')
      .where('id', 'in', ids)
      .where('case_id', '=', caseId)
      .execute();
    for (const row of rows) known.add(row.id);
    await tx.updateTable('alerts').set({ case_id: caseId }).where('id', 'in', ids).execute();
  }
  return known;
}
