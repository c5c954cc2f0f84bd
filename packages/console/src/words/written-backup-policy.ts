import type { BackupCheck, Severity } from '@watchcase/api';

/** When a figure is unusual, as a record has it. */
export interface WrittenLimits {
  last?: number;
  percent?: number;
  deviations?: number;
  floor?: number;
}

export const jobLists = ['customers', 'sites', 'hosts', 'tags', 'names'] as const;
export const unusualFigures = ['size', 'files', 'duration'] as const;
export const placeKinds = ['local', 'offsite', 'offline'] as const;

/** A backup policy as its record has it; lengths of time are texts such as `26h`. */
export interface WrittenBackupPolicy {
  jobs?: Partial<Record<(typeof jobLists)[number], readonly string[]>>;
  schedule: Readonly<Record<string, unknown>>;
  grace?: string;
  randomDelay?: string;
  maxRun?: string;
  copies?: readonly { kind: (typeof placeKinds)[number]; maxAge: string; least?: number }[];
  threeTwoOne?: string;
  retention?: {
    least?: number;
    oldest?: string;
    gfs?: { daily?: number; weekly?: number; monthly?: number };
  };
  size?: WrittenLimits & { live?: boolean };
  files?: WrittenLimits;
  duration?: WrittenLimits;
  verifyEvery?: string;
  drillEvery?: string;
  drillGrace?: string;
  rpo?: string;
  rto?: string;
  whileSilent?: string;
  watchedFor?: string;
  severity?: Partial<Record<BackupCheck, Severity | 'none'>>;
}
