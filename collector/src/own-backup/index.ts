export { type OwnBackupConfig, ownBackupConfigSchema } from './config.ts';
export { type BackupNeeds, createBackup, type MadeBackup } from './create.ts';
export { listBackups, type ListedBackup } from './list-backups.ts';
export { type Manifest, MANIFEST, readManifest } from './manifest.ts';
export { restoreBackup, type RestoreNeeds } from './restore.ts';
export { type OwnBackups, type OwnBackupState, startOwnBackups } from './schedule.ts';
export { newSealKey } from './seal.ts';
export { verifyBackup, type VerifiedBackup } from './verify.ts';
