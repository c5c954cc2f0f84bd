import { type Alert, titleOf } from '@watchcase/api';
import type { Selectable } from 'kysely';
import { SYNTHETIC } from '../../model/index.ts';
import { among } from '../among.ts';
import type { Store, Tables } from '../../store/index.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { iso, isoOrNull } from './time.ts';

/** One alert as the API shows it. */
export function alertView(row: Selectable<Tables['alerts']>): Alert {
  return {
    id: row.id,
    rule: row.rule,
    host: row.host_id,
    labels: JSON.parse(row.labels) as Record<string, string>,
    title: row.title,
    titles: titleOf(row.title, row.title_zh),
    state: row.state as Alert['state'],
    severity: row.severity as Alert['severity'],
    activeSince: iso(row.active_since),
    firedAt: isoOrNull(row.fired_at),
    resolvedAt: isoOrNull(row.resolved_at),
    value: row.value,
    caseId: row.case_id,
  };
}

/** Alerts that are not inactive, by id. */
export async function listAlerts(
  db: Store['db'],
  query: {
    limit: number;
    cursor?: string | undefined;
    host?: string | undefined;
    state?: Alert['state'] | undefined;
    withoutCase?: 'true' | undefined;
    /** Only of hosts of these customers; null for all. */
    customers?: readonly string[] | null;
  },
): Promise<{ items: Alert[]; next: string | null }> {
  let select = db
    .selectFrom('alerts')
    .selectAll()
    .where('state', '!=', 'inactive')
    .where('host_id', '!=', SYNTHETIC.hostId)
    .orderBy('id')
    .limit(query.limit + 1);
  if (query.host !== undefined) select = select.where('host_id', '=', query.host);
  const { customers } = query;
  if (customers != null)
    select = select.where(
      'host_id',
      'in',
      db.selectFrom('hosts').select('hosts.id').where('hosts.customer_id', 'in', among(customers)),
    );
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.withoutCase !== undefined)
    select = select
      .where('state', '=', 'firing')
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom('cases')
              .select('cases.id')
              .whereRef('cases.id', '=', 'alerts.case_id')
              .where('cases.unresolved', '=', 1),
          ),
        ),
      );
  if (query.cursor !== undefined) select = select.where('id', '>', decodeCursor(query.cursor, 'alerts')[0]);
  const page = pageOf(await select.execute(), {
    list: 'alerts',
    limit: query.limit,
    keyOf: (row) => [row.id],
  });
  return { items: page.items.map(alertView), next: page.next };
}
