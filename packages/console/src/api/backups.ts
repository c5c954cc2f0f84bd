import {
  type Attachment,
  attachmentSchema,
  type AdoptBackup,
  type AdoptedBackup,
  adoptedBackupSchema,
  type BackupCompliance,
  backupComplianceSchema,
  type BackupDrill,
  backupDrillSchema,
  type BackupFindings,
  backupFindingsSchema,
  type BackupJobDetail,
  backupJobDetailSchema,
  type BackupMatrix,
  backupMatrixSchema,
  type CreatedDrillFeed,
  createdDrillFeedSchema,
  type DrillFeed,
  drillFeedListSchema,
  type NewDrill,
  type Visibility,
} from '@watchcase/api';
import { actingName } from '../state/session.ts';
import { address, type Parameters } from './client.ts';
import { request } from './request.ts';

/** Jobs × days of one page; see backupMatrixQuerySchema for the parameters. */
export function readBackups(parameters: Parameters, signal: AbortSignal): Promise<BackupMatrix> {
  return request(address('/backups', parameters), backupMatrixSchema, { signal });
}

/** Where the same is to be had as a table. */
export function backupsTableAddress(parameters: Parameters): string {
  return `/api/v1${address('/backups.csv', parameters)}`;
}

function pathOf(hostId: string, job: string): string {
  return `/backups/jobs/${encodeURIComponent(hostId)}/${encodeURIComponent(job)}`;
}

/** All of one job, so many days back. */
export function readBackupJob(
  { hostId, job, days }: { hostId: string; job: string; days: number },
  signal: AbortSignal,
): Promise<BackupJobDetail> {
  return request(address(pathOf(hostId, job), { days }), backupJobDetailSchema, { signal });
}

/** A job by its host and its name. */
interface JobPlace {
  hostId: string;
  job: string;
}

/** Sends a file that proves a drill which is recorded next. */
export function sendEvidence(
  { hostId, job }: JobPlace,
  { file, key, visibility }: { file: File; key: string; visibility: Visibility },
): Promise<Attachment> {
  const path = address(`${pathOf(hostId, job)}/evidence`, { name: file.name, visibility });
  return request(path, attachmentSchema, { method: 'POST', file, key });
}

/** Writes down a drill that people made, once for each key. */
export function recordDrill({ hostId, job }: JobPlace, drill: NewDrill, key: string): Promise<BackupDrill> {
  const by = actingName();
  const body = by === '' ? drill : { ...drill, by };
  return request(`${pathOf(hostId, job)}/drills`, backupDrillSchema, { method: 'POST', body, key });
}

/** Where a file is to be had that proves a drill. */
export function evidenceAddress({ hostId, job }: JobPlace, drill: string, file: string): string {
  return `/api/v1${pathOf(hostId, job)}/drills/${encodeURIComponent(drill)}/evidence/${file}`;
}

/** Jobs without a policy of one page, and policies without a job. */
export function readBackupFindings(parameters: Parameters, signal: AbortSignal): Promise<BackupFindings> {
  return request(address('/backups/findings', parameters), backupFindingsSchema, { signal });
}

/** Takes a job into a policy. */
export function adoptBackup(hostId: string, job: string, how: AdoptBackup): Promise<AdoptedBackup> {
  return request(`${pathOf(hostId, job)}/adopt`, adoptedBackupSchema, { method: 'POST', body: how });
}

/** What was kept of what is promised, by contract. */
export function readBackupCompliance(parameters: Parameters, signal: AbortSignal): Promise<BackupCompliance> {
  return request(address('/backups/compliance', parameters), backupComplianceSchema, { signal });
}

/** Where the same is to be had as a table. */
export function complianceTableAddress(parameters: Parameters): string {
  return `/api/v1${address('/backups/compliance.csv', parameters)}`;
}

export function readDrillFeeds(signal: AbortSignal): Promise<{ items: DrillFeed[] }> {
  return request('/backups/feeds', drillFeedListSchema, { signal });
}

/** Makes an address under which calendars read when drills are due; of all customers without one. */
export function makeDrillFeed(customer: string): Promise<CreatedDrillFeed> {
  const body = customer === '' ? {} : { customer };
  return request('/backups/feeds', createdDrillFeedSchema, { method: 'POST', body });
}

export async function endDrillFeed(id: string): Promise<void> {
  const path = `/backups/feeds/${encodeURIComponent(id)}/end`;
  await request(path, { parse: () => null }, { method: 'POST', body: {} });
}
