import type { Tx } from '../store/index.ts';
import type { CaseRow } from './log.ts';

const CHUNK = 500;

/** The unresolved case of a group, or the newest one; where a person has made that part of another one that is unresolved, the other. */
export async function lastCase(tx: Tx, groupKey: string): Promise<CaseRow | undefined> {
  return (await lastCases(tx, [groupKey])).get(groupKey);
}

/** The same for many groups, by their keys. */
export async function lastCases(tx: Tx, groupKeys: readonly string[]): Promise<Map<string, CaseRow>> {
  const found = new Map<string, CaseRow>();
  for (let at = 0; at < groupKeys.length; at += CHUNK) {
    const keys = groupKeys.slice(at, at + CHUNK);
    const rows = await tx
      .selectFrom('cases')
      .selectAll()
      .where('id', 'in', (query) =>
        query
          .selectFrom('cases as newest')
          .select((select) => select.fn.max('newest.id').as('id'))
          .where('newest.group_key', 'in', keys)
          .groupBy(['newest.group_key', 'newest.unresolved']),
      )
      .orderBy('unresolved')
      .execute();
    for (const row of rows) found.set(row.group_key, await whereItWent(tx, row));
  }
  return found;
}

/** Follows merges. A case can be part of one that has become part of a third. */
async function whereItWent(tx: Tx, row: CaseRow): Promise<CaseRow> {
  let last = row;
  const seen = new Set([row.id]);
  while (last.merged_into !== null && !seen.has(last.merged_into)) {
    const next = await tx
      .selectFrom('cases')
      .selectAll()
      .where('id', '=', last.merged_into)
      .executeTakeFirst();
    if (next === undefined) break;
    seen.add(next.id);
    last = next;
  }
  return last.unresolved === 1 ? last : row;
}

/** The case that each of some alerts was put into last, by the alerts' ids. */
export async function casesOfAlerts(tx: Tx, alertIds: readonly string[]): Promise<Map<string, CaseRow>> {
  const found = new Map<string, CaseRow>();
  for (let at = 0; at < alertIds.length; at += CHUNK) {
    const links = await tx
      .selectFrom('alerts')
      .select(['id', 'case_id'])
      .where('id', 'in', alertIds.slice(at, at + CHUNK))
      .where('case_id', 'is not', null)
      .execute();
    const ids = [...new Set(links.map((link) => Number(link.case_id)))];
    const rows =
      ids.length === 0 ? [] : await tx.selectFrom('cases').selectAll().where('id', 'in', ids).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const link of links) {
      const row = byId.get(Number(link.case_id));
      if (row !== undefined) found.set(link.id, row);
    }
  }
  return found;
}
