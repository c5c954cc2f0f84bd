import type { PresenceState } from '@watchcase/api';
import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { SYNTHETIC } from '../../model/index.ts';
import type { Tables } from '../../store/index.ts';
import { among } from '../among.ts';

/** What a list of hosts is narrowed by beside words. */
export interface HostFilters {
  presence?: PresenceState | undefined;
  retired?: 'true' | 'false' | undefined;
  customer?: string | undefined;
  /** Of that customer; its own id. */
  site?: string | undefined;
  /** Only of these customers; null for all. */
  customers?: readonly string[] | null;
}

/** The condition of all filters that are set, for a question that has the table `hosts`. */
export function narrowHosts({
  presence,
  retired,
  customer,
  site,
  customers,
}: HostFilters): Expression<SqlBool> {
  const where = expressionBuilder<Tables, 'hosts'>();
  const all: Expression<SqlBool>[] = [
    where('hosts.retired_at', retired === 'true' ? 'is not' : 'is', null),
    where('hosts.id', '!=', SYNTHETIC.hostId),
  ];
  if (customers != null) all.push(where('hosts.customer_id', 'in', among(customers)));
  if (presence !== undefined) all.push(where('hosts.presence', '=', presence));
  if (customer !== undefined && customer !== '') all.push(where('hosts.customer_id', '=', customer));
  if (site !== undefined && site !== '') all.push(where('hosts.site_id', '=', site));
  return where.and(all);
}
