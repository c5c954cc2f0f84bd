import type { AdoptBackup, AdoptedBackup } from '@watchcase/api';
import { type BackupPolicyRecord, fitsJobs, type JobPlace, type ScheduleRecord } from '@watchcase/backup';
import { UserError } from '@watchcase/runtime';
import { idOfName, nameOf, nextId, type Snapshot, type Writing } from '../directory/index.ts';
import { type JobKey, tagsOf } from '../backups/index.ts';
import type { HttpRooms } from './rooms.ts';
import { guessOf } from './views/backups/findings.ts';
import { findJob, policyRecord } from './views/backups/job-detail.ts';
import { listJobs } from './views/backups/list-jobs.ts';

type Rooms = Pick<HttpRooms, 'store' | 'directory' | 'clock'>;

/** Takes a job into a policy that is there, or makes one for it. Errors: BACKUP_JOB_NOT_FOUND, RECORD_NOT_FOUND, BACKUP_SCHEDULE_UNCLEAR, BACKUP_ADOPTED_ALREADY, BACKUP_POLICY_WIDER, those of the directory. */
export async function adoptBackup(
  rooms: Rooms,
  key: JobKey,
  { wanted, by }: { wanted: AdoptBackup; by: Writing },
): Promise<AdoptedBackup> {
  const { row } = await findJob(rooms, key);
  const snapshot = await rooms.directory.current();
  if (snapshot.all('backupPolicies').some((one) => isOfThisAlone(recordOf(one), key)))
    throw new UserError({
      code: 'BACKUP_ADOPTED_ALREADY',
      place: `${key.hostId} ${key.job}`,
      message: 'there is a policy for this job alone',
      fix: 'change that in the directory',
    });
  if (wanted.policy !== undefined) return widen(rooms, snapshot, { key, id: wanted.policy, by });
  const terms = wanted.like === undefined ? undefined : known(snapshot, wanted.like);
  const said = (wanted.schedule as ScheduleRecord | undefined) ?? terms?.schedule;
  const guess = said ?? (await guessOf(rooms.store.db, key, { zone: row.zone, now: rooms.clock.now() }));
  if (guess === null)
    throw new UserError({
      code: 'BACKUP_SCHEDULE_UNCLEAR',
      place: `${key.hostId} ${key.job}`,
      message: 'what came of this job so far does not tell when it is expected',
      fix: 'say it in "schedule", as policies have it: every, cron, onCalendar or rrule',
    });
  const id = wanted.id ?? freeId(snapshot, `${key.hostId.split('.')[1] ?? ''} ${key.job}`);
  const { jobs: _jobs, id: _id, name: _name, ...rest } = terms ?? { schedule: guess };
  const data = {
    ...rest,
    name: wanted.name ?? `${key.job} (${row.host.name})`,
    jobs: { hosts: [key.hostId], names: [key.job] },
    schedule: guess,
  };
  // Version 0: it is new, or somebody was faster.
  await rooms.directory.put('backupPolicies', id, { data, version: 0 }, by);
  const policy = { id, title: nameOf(await rooms.directory.current(), 'backupPolicies', id) };
  return { policy, isNew: true, schedule: guess, isGuessed: said === undefined };
}

/** Adds the job's host or name to what a policy chooses. Others that it would choose then were not asked for. */
async function widen(
  { store, directory }: Rooms,
  snapshot: Snapshot,
  { key, id, by }: { key: JobKey; id: string; by: Writing },
): Promise<AdoptedBackup> {
  const record = known(snapshot, id);
  const version = snapshot.get('backupPolicies', id)?.version ?? 0;
  const { jobs } = record;
  const wider = jobs && {
    ...jobs,
    ...(jobs.hosts === undefined ? {} : { hosts: [...new Set([...jobs.hosts, key.hostId])] }),
    ...(jobs.names === undefined ? {} : { names: [...new Set([...jobs.names, key.job])] }),
  };
  const others = wider === undefined ? [] : await newlyChosen({ store, snapshot }, { jobs, wider });
  const isChosen = others.some((one) => one.hostId === key.hostId && one.job === key.job);
  if (wider === undefined || !isChosen || others.length > 1)
    throw new UserError({
      code: 'BACKUP_POLICY_WIDER',
      place: id,
      message: isChosen
        ? `"${id}" would choose ${others.length - 1} more jobs with this one`
        : `"${id}" does not choose this job by its host and name alone`,
      fix: `make one for it with the same terms ("like": "${id}"), or change the policy in the directory`,
    });
  await directory.put('backupPolicies', id, { data: { ...record, jobs: wider }, version }, by);
  const policy = { id, title: nameOf(snapshot, 'backupPolicies', id) };
  return { policy, isNew: false, schedule: record.schedule, isGuessed: false };
}

/** Jobs of anybody that a policy chooses as it is wanted, and not as it is. */
async function newlyChosen(
  { store, snapshot }: { store: HttpRooms['store']; snapshot: Snapshot },
  { jobs = {}, wider }: { jobs: BackupPolicyRecord['jobs']; wider: NonNullable<BackupPolicyRecord['jobs']> },
): Promise<JobKey[]> {
  const hosts = await store.db.selectFrom('hosts').select(['id', 'customer_id', 'site_id']).execute();
  const sites = new Map(hosts.map(({ id, customer_id, site_id }) => [id, `${customer_id}.${site_id}`]));
  const all = await listJobs(store.db, {}, null);
  return all.filter(({ hostId, job }) => {
    const customer = hostId.slice(0, hostId.indexOf('.'));
    const tags = tagsOf(snapshot, customer, hostId);
    const place: JobPlace = { job, customer, site: sites.get(hostId) ?? '', host: hostId, tags };
    return fitsJobs(wider, place) && !fitsJobs(jobs, place);
  });
}

function known(snapshot: Snapshot, id: string): BackupPolicyRecord {
  const record = policyRecord(snapshot, id);
  if (record !== undefined) return record;
  throw new UserError({
    code: 'RECORD_NOT_FOUND',
    place: `backupPolicies/${id}`,
    message: 'there is no such record',
  });
}

function recordOf({ data }: { data: unknown }): BackupPolicyRecord & { retired?: boolean } {
  return data as BackupPolicyRecord & { retired?: boolean };
}

function isOfThisAlone({ jobs, retired }: ReturnType<typeof recordOf>, { hostId, job }: JobKey): boolean {
  const names = jobs?.names ?? [];
  return retired !== true && jobs?.hosts?.join() === hostId && names.length === 1 && names[0] === job;
}

function freeId(snapshot: Snapshot, name: string): string {
  const { id } = idOfName(name, 'host');
  for (let count = 1; ; count++) {
    const tried = nextId(id.slice(0, 60), count);
    if (snapshot.get('backupPolicies', tried) === undefined) return tried;
  }
}
