import { SYNTHETIC } from '../../../model/index.ts';
import type { Store } from '../../../store/index.ts';

/** Jobs that somebody makes (`jobs`), with host, customer, and how they stand (`stands`; nothing before the first look). */
export function selectJobs(db: Store['db']) {
  return db
    .selectFrom('backup_jobs as jobs')
    .innerJoin('hosts', 'hosts.id', 'jobs.host_id')
    .innerJoin('customers', 'customers.id', 'hosts.customer_id')
    .leftJoin('backup_standings as stands', (join) =>
      join.onRef('stands.host_id', '=', 'jobs.host_id').onRef('stands.job', '=', 'jobs.job'),
    )
    .where('jobs.retired_at', 'is', null);
}

/** Those of them that lists have: of hosts in use. */
export function selectListed(db: Store['db']) {
  return selectJobs(db).where('hosts.retired_at', 'is', null).where('hosts.id', '!=', SYNTHETIC.hostId);
}
