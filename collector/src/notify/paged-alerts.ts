import { type Language, type Severity, titleOf, worstFirst } from '@watchcase/api';
import type { Store } from '../store/index.ts';

/** An alert of a case as a page tells it. */
export interface PagedAlert {
  /** As it is now: its numbers move while the case keeps its name. */
  title: string;
  severity: Severity;
  frozen: boolean;
  runbook: string | null;
}

/** What a case's pages name, the worst first. */
export async function readPagedAlerts(
  db: Store['db'],
  caseId: number,
  language: Language,
): Promise<PagedAlert[]> {
  const rows = await db
    .selectFrom('alerts')
    .select(['title', 'title_zh', 'severity', 'state', 'runbook'])
    .where('case_id', '=', caseId)
    .where((where) => where.or([where('state', '=', 'firing'), where('frozen_from', '=', 'firing')]))
    .orderBy('fired_at')
    .orderBy('id')
    .execute();
  const alerts = rows.map(({ title, title_zh, severity, state, runbook }) => ({
    title: titleOf(title, title_zh)[language],
    severity: severity as Severity,
    frozen: state === 'frozen',
    runbook,
  }));
  return worstFirst(alerts);
}
