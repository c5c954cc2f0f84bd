import type { BackupCheck } from './backup-words.ts';
import type { Severity } from './vocabulary.ts';

/** What a backup policy means where it does not say; lengths of time as policies write them. */
export const backupDefaults = {
  grace: '1h',
  maxRun: '12h',
  drillGrace: '7d',
  whileSilent: '24h',
  watchedFor: '7d',
  /** Copies of one kind of place, and at each place where retention is asked for. */
  least: 1,
  /** When a figure is unusual. */
  last: 14,
  percent: 50,
  deviations: 5,
  /** Bytes, files, seconds. */
  floor: { size: 1_048_576, files: 10, duration: 300 },
} as const;

/** A place that is offline may go without being looked at for so many times `watchedFor`: a disk on a shelf can only be looked at when somebody brings it. */
export const OFFLINE_TIMES = 10;

/** How bad a breach is where the policy does not say. */
export const defaultBackupSeverity: Readonly<Record<BackupCheck, Severity>> = {
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
