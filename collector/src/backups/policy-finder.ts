import {
  type BackupPolicyRecord,
  fitsJobs,
  type JobPlace,
  narrowness,
  type Policy,
  policyOf,
} from '@watchcase/backup';
import { type Snapshot, zoneOf } from '../directory/index.ts';

/** Tells which policy judges a job. */
export interface PolicyFinder {
  /** The narrowest that chooses it, else that of its contract; undefined when nobody has promised anything of it. */
  find(place: JobPlace, now: number): Policy | undefined;
  /** Of its host and its customer. */
  tagsOf(customer: string, host: string): string[];
  /** In whose time a customer's days are. */
  zoneOf(customer: string): string;
}

/** The backup policy that the contract of a job names, if it names one. */
export type ByContract = (directory: Snapshot, place: JobPlace, now: number) => string | undefined;

/** Reads the policies of the directory once (pure): each job asks them. */
export function policyFinder(directory: Snapshot, byContract: ByContract): PolicyFinder {
  const records = directory
    .all('backupPolicies')
    .map(({ data }) => data as unknown as BackupPolicyRecord & { retired?: true })
    .filter(({ retired }) => retired !== true);
  const policies = new Map(records.map((record) => [record.id, readPolicy(record)]));
  /** Jobs of one host are under one contract; when that begins or ends somebody asks at another moment. */
  let owedAt = { now: Number.NaN, byHost: new Map<string, string | undefined>() };
  const owedTo = (place: JobPlace, now: number) => {
    if (owedAt.now !== now) owedAt = { now, byHost: new Map() };
    const { byHost } = owedAt;
    if (!byHost.has(place.host)) byHost.set(place.host, byContract(directory, place, now));
    return byHost.get(place.host);
  };
  const choosing = records
    .flatMap(({ id, jobs }) => (jobs === undefined ? [] : [{ id, jobs }]))
    .toSorted((a, b) => narrowness(b.jobs) - narrowness(a.jobs));
  return {
    find(place, now) {
      const chosen = choosing.find(({ jobs }) => fitsJobs(jobs, place));
      if (chosen !== undefined && narrowness(chosen.jobs) > 0) return policies.get(chosen.id);
      // One that chooses all jobs is for those of which no contract says more.
      const owed = owedTo(place, now);
      return policies.get(owed ?? '') ?? (chosen && policies.get(chosen.id));
    },
    zoneOf: (customer) => zoneOf(directory, customer),
    tagsOf: (customer, host) => tagsOf(directory, customer, host),
  };
}

/** Versions of policies that were read, by their record: one that has not changed is the same object. */
const read = new WeakMap<BackupPolicyRecord, Policy>();

/** A policy that is in use as it judges; of the same version always the same one. */
export function readPolicy(record: BackupPolicyRecord): Policy {
  const known = read.get(record) ?? policyOf(record);
  read.set(record, known);
  return known;
}

/** Tags of a host and of its customer. */
export function tagsOf(directory: Snapshot, customer: string, host: string): string[] {
  return [...tags(directory, 'hosts', host), ...tags(directory, 'customers', customer)];
}

function tags(directory: Snapshot, kind: 'hosts' | 'customers', id: string): string[] {
  const known = directory.get(kind, id)?.data['tags'];
  return Array.isArray(known) ? known.map(String) : [];
}
