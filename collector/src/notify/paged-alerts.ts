import { type Language, type Severity, titleOf } from '@watchcase/api';
import type { Store } from '../store/index.ts';

/** An alert of a case as a page tells it. */
export interface PagedAlert {
  /** As it is now: its numbers move while the case keeps its name. */
  title: string;
  severity: Severity;
  frozen: boolean;
  runbook: string | null;
}

/** More are not read at night. */
const MOST = 20;

/** What a case's pages name: the worst first, of equals those that fire, then the oldest. */
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
    .orderBy((order) =>
      order
        .case('severity')
        .when('critical')
        .then(0)
        .when('major')
        .then(1)
        .when('minor')
        .then(2)
        .else(3)
        .end(),
    )
    .orderBy('state')
    .orderBy('fired_at')
    .orderBy('id')
    .limit(MOST)
    .execute();
  return rows.map(({ title, title_zh, severity, state, runbook }) => ({
    title: titleOf(title, title_zh)[language],
    severity: severity as Severity,
    frozen: state === 'frozen',
    runbook,
  }));
}
