import {
  type BackupPolicyRecord,
  fitsJobs,
  type JobPlace,
  narrowness,
  type Policy,
  policyOf,
} from '@watchcase/backup';
import type { Snapshot } from '../directory/index.ts';

/** Tells which policy judges a job. */
export interface PolicyFinder {
  /** The narrowest that chooses it, else that of its contract; undefined when nobody has promised anything of it. */
  find(place: JobPlace, now: number): Policy | undefined;
  /** Those in use, by id. */
  all(): readonly BackupPolicyRecord[];
  /** Of its host and its customer. */
  tagsOf(customer: string, host: string): string[];
}

/** The backup policy that the contract of a job names, if it names one. */
export type ByContract = (directory: Snapshot, place: JobPlace, now: number) => string | undefined;

/** Reads the policies of the directory once (pure): each job asks them. */
export function policyFinder(directory: Snapshot, byContract: ByContract): PolicyFinder {
  const records = directory
    .all('backupPolicies')
    .map(({ data }) => data as unknown as BackupPolicyRecord & { retired?: true })
    .filter(({ retired }) => retired !== true);
  const policies = new Map(records.map((record) => [record.id, policyOf(record)]));
  const choosing = records
    .flatMap(({ id, jobs }) => (jobs === undefined ? [] : [{ id, jobs }]))
    .toSorted((a, b) => narrowness(b.jobs) - narrowness(a.jobs));
  return {
    find(place, now) {
      const chosen = choosing.find(({ jobs }) => fitsJobs(jobs, place));
      if (chosen !== undefined && narrowness(chosen.jobs) > 0) return policies.get(chosen.id);
      // One that chooses all jobs is for those of which no contract says more.
      const owed = byContract(directory, place, now);
      return policies.get(owed ?? '') ?? (chosen && policies.get(chosen.id));
    },
    all: () => records,
    tagsOf: (customer, host) => [
      ...tags(directory, 'hosts', host),
      ...tags(directory, 'customers', customer),
    ],
  };
}

function tags(directory: Snapshot, kind: 'hosts' | 'customers', id: string): string[] {
  const known = directory.get(kind, id)?.data['tags'];
  return Array.isArray(known) ? known.map(String) : [];
}
