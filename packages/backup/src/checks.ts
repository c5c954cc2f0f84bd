import { type BackupCheck, backupChecks } from '@watchcase/api';

/** What a policy asks of a job, one by one; each is a rule of its own to alerts. */
export const checks = backupChecks;
export type Check = BackupCheck;
