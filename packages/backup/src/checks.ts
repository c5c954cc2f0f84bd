import type { Severity } from '@watchcase/api';

/** What a policy asks of a job, one by one; each is a rule of its own to alerts. */
export const checks = [
  'missed',
  'failed',
  'warnings',
  'stuck',
  'incomplete',
  'copies',
  'three-two-one',
  'retention',
  'size',
  'files',
  'duration',
  'identical',
  'verification',
  'drill-overdue',
  'drill-failed',
  'rpo',
  'rto',
  'clock',
] as const;
export type Check = (typeof checks)[number];

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
};
