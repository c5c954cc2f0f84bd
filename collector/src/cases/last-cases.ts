import { inParts, prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import { CASE_COLUMNS } from './case-columns.ts';
import type { CaseRow } from './log.ts';

const selectLast = prepared((db, groupKeys: readonly string[]) =>
  db
    .selectFrom('cases')
    .select(CASE_COLUMNS)
    .where('id', 'in', (query) =>
      query
        .selectFrom('cases as newest')
        .select((select) => select.fn.max('newest.id').as('id'))
        .where('newest.group_key', 'in', groupKeys)
        .groupBy(['newest.group_key', 'newest.unresolved']),
    )
    .orderBy('unresolved'),
);

const selectCase = prepared((db, caseId: number) =>
  db.selectFrom('cases').select(CASE_COLUMNS).where('id', '=', caseId),
);

const selectOfAlerts = prepared((db, alertIds: readonly string[]) =>
  db
    .selectFrom('alerts')
    .innerJoin('cases', 'cases.id', 'alerts.case_id')
    .select(CASE_COLUMNS)
    .select('alerts.id as alert_id')
    .where('alerts.id', 'in', alertIds),
);

/** The unresolved case of a group, or the newest one; where a person has made that part of another one that is unresolved, the other. */
export async function lastCase(tx: Tx, groupKey: string): Promise<CaseRow | undefined> {
  return (await lastCases(tx, [groupKey])).get(groupKey);
}

/** The same for many groups, by their keys. */
export async function lastCases(tx: Tx, groupKeys: readonly string[]): Promise<Map<string, CaseRow>> {
  const found = new Map<string, CaseRow>();
  for (const keys of inParts(groupKeys)) {
    const { rows } = await selectLast(tx, keys);
    for (const row of rows) found.set(row.group_key, await whereItWent(tx, row));
  }
  return found;
}

/** Follows merges. A case can be part of one that has become part of a third. */
async function whereItWent(tx: Tx, row: CaseRow): Promise<CaseRow> {
  let last = row;
  const seen = new Set([row.id]);
  while (last.merged_into !== null && !seen.has(last.merged_into)) {
    const [next] = (await selectCase(tx, last.merged_into)).rows;
    if (next === undefined) break;
    seen.add(next.id);
    last = next;
  }
  return last.unresolved === 1 ? last : row;
}

/** The case that each of some alerts was put into last, by the alerts' ids. */
export async function casesOfAlerts(tx: Tx, alertIds: readonly string[]): Promise<Map<string, CaseRow>> {
  const found = new Map<string, CaseRow>();
  for (const ids of inParts(alertIds)) {
    const { rows } = await selectOfAlerts(tx, ids);
    for (const { alert_id, ...row } of rows) found.set(alert_id, row);
  }
  return found;
}
