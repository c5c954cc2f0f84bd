import { backupDefaults, defaultBackupSeverity, type Severity } from '@watchcase/api';
import type { LocationKind } from '@watchcase/protocol';
import { parseDuration } from '@watchcase/runtime';
import { type Check, checks } from './checks.ts';
import type { Spread } from './facts.ts';
import type { BackupPolicyRecord } from './policy-schema.ts';
import { type Schedule, scheduleOf } from './schedule/schedule.ts';

/** When a figure is unusual: farther from the median of the last ones than all three of these. */
export interface Unusual {
  last: number;
  /** Of the median, 0.5 = half of it. */
  relative: number;
  deviations: number;
  floor: number;
}

/** A policy as it judges. Times in milliseconds; null = not asked for. */
export interface Policy {
  id: string;
  schedule: Schedule;
  /** In whose time the schedule is written, and days begin; null of one that knows no days (`every`). */
  zone: string | null;
  graceMs: number;
  randomDelayMs: number;
  maxRunMs: number;
  copies: readonly { kind: LocationKind; maxAgeMs: number; least: number }[];
  threeTwoOneMs: number | null;
  /** `spread`: of how many different days, weeks and months copies are kept. `grownMs`: how old a job is before it can have all of that. */
  retention: {
    least: number;
    oldestMs: number;
    spread: Spread;
    grownMs: number;
  } | null;
  size: Unusual | null;
  files: Unusual | null;
  duration: Unusual | null;
  /** A live database is never twice the same. */
  isLive: boolean;
  verifyEveryMs: number | null;
  drillEveryMs: number | null;
  drillGraceMs: number;
  rpoMs: number | null;
  rtoMs: number | null;
  whileSilentMs: number;
  /** So long after a place was looked at last it counts no more. */
  watchedForMs: number;
  /** Null: nobody is told. */
  severity: Readonly<Record<Check, Severity | null>>;
}

const DAY_MS = 86_400_000;

/** Fills in what a record does not say (pure). */
export function policyOf(record: BackupPolicyRecord): Policy {
  const { size, severity = {} } = record;
  const { floor } = backupDefaults;
  return {
    id: record.id,
    schedule: scheduleOf(record.schedule),
    zone: 'every' in record.schedule ? null : record.schedule.zone,
    graceMs: ms(record.grace ?? backupDefaults.grace) ?? 0,
    randomDelayMs: ms(record.randomDelay) ?? 0,
    maxRunMs: ms(record.maxRun ?? backupDefaults.maxRun) ?? 0,
    copies: (record.copies ?? []).map(({ kind, maxAge, least }) => ({
      kind,
      maxAgeMs: ms(maxAge) ?? 0,
      least: least ?? backupDefaults.least,
    })),
    threeTwoOneMs: ms(record.threeTwoOne),
    retention: retentionOf(record.retention),
    size: size === undefined ? null : unusual(size, floor.size),
    files: record.files === undefined ? null : unusual(record.files, floor.files),
    duration: record.duration === undefined ? null : unusual(record.duration, floor.duration),
    isLive: size?.live ?? false,
    verifyEveryMs: ms(record.verifyEvery),
    drillEveryMs: ms(record.drillEvery),
    drillGraceMs: ms(record.drillGrace ?? backupDefaults.drillGrace) ?? 0,
    rpoMs: ms(record.rpo),
    rtoMs: ms(record.rto),
    whileSilentMs: ms(record.whileSilent ?? backupDefaults.whileSilent) ?? 0,
    watchedForMs: ms(record.watchedFor ?? backupDefaults.watchedFor) ?? 0,
    severity: Object.fromEntries(
      checks.map((check) => [check, severityOf(severity[check], check)]),
    ) as Policy['severity'],
  };
}

function severityOf(word: Severity | 'none' | undefined, check: Check): Severity | null {
  return word === 'none' ? null : (word ?? defaultBackupSeverity[check]);
}

/**
 * Grandfather, father, son as what follows of it for any one location: so many copies, of so many different days, weeks and months, of which the oldest is so old. Of a period the last copy is kept, and the one that goes on counts: on the first of
 * March the oldest of twelve months is from the end of April.
 */
function retentionOf(record: BackupPolicyRecord['retention']): Policy['retention'] {
  if (record === undefined) return null;
  const { daily = 0, weekly = 0, monthly = 0 } = record.gfs ?? {};
  const reachMs = Math.max((daily - 1) * DAY_MS, (weekly - 2) * 7 * DAY_MS, (monthly - 2) * 30 * DAY_MS, 0);
  // What is kept of a day can be what is kept of its week and month.
  const gfsLeast = Math.max(daily, weekly, monthly, 1);
  const oldestMs = Math.max(ms(record.oldest) ?? 0, reachMs);
  return {
    least: Math.max(record.least ?? backupDefaults.least, gfsLeast),
    oldestMs,
    spread: { days: daily, weeks: weekly, months: monthly },
    grownMs: Math.max(oldestMs, daily * DAY_MS, weekly * 7 * DAY_MS, monthly * 31 * DAY_MS),
  };
}

function unusual(
  record: {
    last?: number | undefined;
    percent?: number | undefined;
    deviations?: number | undefined;
    floor?: number | undefined;
  },
  floor: number,
): Unusual {
  const {
    last = backupDefaults.last,
    percent = backupDefaults.percent,
    deviations = backupDefaults.deviations,
  } = record;
  return { last, relative: percent / 100, deviations, floor: record.floor ?? floor };
}

function ms(text: string | undefined): number | null {
  return text === undefined ? null : (parseDuration(text) ?? null);
}
