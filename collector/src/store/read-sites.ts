import type { Store } from './contract.ts';

/** The site of each host there is. */
export async function readSites(db: Store['db']): Promise<Map<string, string>> {
  const rows = await db.selectFrom('hosts').select(['id', 'site_id']).execute();
  return new Map(rows.map((row) => [row.id, row.site_id]));
}
