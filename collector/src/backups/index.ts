export { type Backups, createBackups } from './backups.ts';
