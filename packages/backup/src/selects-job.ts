import { matchesWildcards } from '@watchcase/runtime';
import type { BackupPolicyRecord } from './policy-schema.ts';

/** A job and where it is. */
export interface JobPlace {
  job: string;
  customer: string;
  /** `customer.site` and `customer.host`. */
  site: string;
  host: string;
  /** Of its host and its customer. */
  tags: readonly string[];
}

type Jobs = NonNullable<BackupPolicyRecord['jobs']>;

/** Whether a policy is about a job (pure): every list that it has names it. */
export function fitsJobs(jobs: Jobs, place: JobPlace): boolean {
  const { customers, sites, hosts, tags, names } = jobs;
  return (
    (customers === undefined || customers.includes(place.customer)) &&
    (sites === undefined || sites.includes(place.site)) &&
    (hosts === undefined || hosts.includes(place.host)) &&
    (tags === undefined || tags.some((tag) => place.tags.includes(tag))) &&
    (names === undefined || names.some((name) => matchesWildcards(name, place.job)))
  );
}

/** How narrowly it chooses: of several that fit a job the narrowest holds. A host's name says more than a job's, that more than a tag, a site, a customer. */
export function narrowness({ hosts, names, tags, sites, customers }: Jobs): number {
  return [customers, sites, tags, names, hosts].reduce(
    (sum, list, at) => sum + (list === undefined ? 0 : 2 ** at),
    0,
  );
}
