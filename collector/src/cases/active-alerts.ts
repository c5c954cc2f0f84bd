import { type Severity, type Title, titleOf } from '@watchcase/api';
import type { AlertChange } from '../model/index.ts';
import { inParts, prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import { bySeverity } from './by-severity.ts';

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

/** So many are looked at: a case may have thousands, and what it is called depends on the worst. */
const MOST = 100;

const selectActive = prepared((db, caseId: number) =>
  db
    .selectFrom('alerts')
    .select(['id', 'host_id', 'title', 'title_zh', 'severity', 'series', 'state'])
    .where('case_id', '=', caseId)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .orderBy(bySeverity)
    .orderBy('state')
    .orderBy('fired_at')
    .orderBy('id')
    .limit(MOST),
);

/** Alerts of a case that fire, or did when they froze, of many the first: the worst first, of equals those that fire, then the oldest. */
export async function activeAlerts(tx: Tx, caseId: number): Promise<ActiveAlert[]> {
  const { rows } = await selectActive(tx, caseId);
  return rows.map(({ host_id: hostId, title, title_zh, severity, state, ...row }) => ({
    ...row,
    title: titleOf(title, title_zh),
    hostId,
    severity: severity as Severity,
    frozen: state === 'frozen',
  }));
}

const selectWorst = prepared((db, caseId: number) =>
  db
    .selectFrom('alerts')
    .select('severity')
    .where('case_id', '=', caseId)
    .where('state', '=', 'firing')
    .orderBy(bySeverity)
    .limit(1),
);

/** The worst of the alerts of a case that fire. */
export async function worstFiring(tx: Tx, caseId: number): Promise<ActiveAlert['severity'] | undefined> {
  const { rows } = await selectWorst(tx, caseId);
  return rows[0]?.severity as Severity | undefined;
}

const selectLinked = prepared((db, caseId: number, ids: readonly string[]) =>
  db.selectFrom('alerts').select('id').where('id', 'in', ids).where('case_id', '=', caseId),
);

const linkEach = prepared((db, caseId: number, ids: readonly string[]) =>
  db.updateTable('alerts').set({ case_id: caseId }).where('id', 'in', ids),
);

/** Makes alerts those of a case; gives the ids of those that were before. */
export async function linkAlerts(
  tx: Tx,
  caseId: number,
  changes: readonly AlertChange[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const ids of inParts(changes.map((change) => change.id))) {
    for (const row of (await selectLinked(tx, caseId, ids)).rows) known.add(row.id);
    await linkEach(tx, caseId, ids);
  }
  return known;
}
