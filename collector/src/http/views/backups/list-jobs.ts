import { type BackupState, type backupMatrixTableQuerySchema, backupStates } from '@watchcase/api';
import type { z } from 'zod';
import { foldText } from '../../../directory/index.ts';
import type { Store } from '../../../store/index.ts';
import { among } from '../../among.ts';
import { selectListed } from './select-jobs.ts';

type Filters = Omit<z.output<typeof backupMatrixTableQuerySchema>, 'to' | 'days'>;

/** A job of the matrix, as far as lists are cut and counted by it. */
export interface ListedJob {
  hostId: string;
  job: string;
  state: BackupState;
  /** Until when a drill must pass, Unix milliseconds; null where none is asked for. */
  drillDueAt: number | null;
}

/** All jobs that fit, by host and name, whatever their state; `customers`: only of these, null for all. */
export async function listJobs(
  db: Store['db'],
  { customer, site, host, policy, search }: Filters,
  customers: readonly string[] | null,
): Promise<ListedJob[]> {
  let select = selectListed(db)
    .select([
      'jobs.host_id as hostId',
      'jobs.job as job',
      'hosts.name as name',
      'stands.state',
      'stands.drill_due_at as drillDueAt',
    ])
    .orderBy('jobs.host_id')
    .orderBy('jobs.job');
  if (customers !== null) select = select.where('hosts.customer_id', 'in', among(customers));
  if (customer !== undefined) select = select.where('hosts.customer_id', '=', customer);
  if (site !== undefined) select = select.where('hosts.site_id', '=', site);
  if (host !== undefined) select = select.where('jobs.host_id', '=', host);
  if (policy !== undefined) select = select.where('stands.policy', '=', policy);
  const wanted = foldText(search ?? '');
  const rows = await select.execute();
  return rows
    .filter(
      ({ name, job }) => wanted === '' || foldText(name).includes(wanted) || foldText(job).includes(wanted),
    )
    .map(({ hostId, job, state, drillDueAt }) => ({ hostId, job, state: stateOf(state), drillDueAt }));
}

/** How a job stands as its row says it; a job that nobody has looked at yet has no policy that is known. */
export function stateOf(state: string | null): BackupState {
  return backupStates.find((one) => one === state) ?? 'unjudged';
}
