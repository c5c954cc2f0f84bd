import type { Store } from '../../../store/index.ts';
import { among } from '../../among.ts';
import { selectListed } from './select-jobs.ts';

/** A job by its names, the id of the policy by which it was judged last, and in whose time (null: of its customer). What else its row has takes longer to read than to ask what was kept. */
export interface NamedJob {
  hostId: string;
  host: string;
  job: string;
  customerId: string;
  customer: string;
  siteId: string;
  policy: string | null;
  zone: string | null;
}

/** All jobs that lists have, by host and name: of one customer where it is named, and only of `customers`, null for all. */
export async function readNamedJobs(
  db: Store['db'],
  customer: string | undefined,
  customers: readonly string[] | null,
): Promise<NamedJob[]> {
  let select = selectListed(db)
    .select([
      'jobs.host_id as hostId',
      'hosts.name as host',
      'jobs.job as job',
      'hosts.customer_id as customerId',
      'customers.name as customer',
      'hosts.site_id as siteId',
      'stands.policy as policy',
      'stands.zone as zone',
    ])
    .orderBy('jobs.host_id')
    .orderBy('jobs.job');
  if (customers !== null) select = select.where('hosts.customer_id', 'in', among(customers));
  if (customer !== undefined) select = select.where('hosts.customer_id', '=', customer);
  return select.execute();
}
