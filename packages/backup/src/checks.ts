import { type BackupCheck, backupChecks, type Severity } from '@watchcase/api';

/** What a policy asks of a job, one by one; each is a rule of its own to alerts. */
export const checks = backupChecks;
export type Check = BackupCheck;

/** How bad a breach is where the policy does not say. */
export const DEFAULT_SEVERITY: Readonly<Record<Check, Severity>> = {
  missed: 'major',
  failed: 'major',
  warnings: 'advisory',
  stuck: 'major',
  incomplete: 'major',
  copies: 'major',
  'three-two-one': 'major',
  retention: 'minor',
  size: 'minor',
  files: 'minor',
  duration: 'minor',
  identical: 'minor',
  verification: 'minor',
  'drill-overdue': 'minor',
  'drill-failed': 'major',
  rpo: 'major',
  rto: 'minor',
  clock: 'minor',
  unwatched: 'minor',
};
