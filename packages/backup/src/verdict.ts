import type { Check } from './checks.ts';
import type { Policy } from './policy.ts';
import type { Severity } from '@watchcase/api';

/** What 3-2-1 lacks. */
export interface Lacks {
  /** So many places more must have a copy that is new enough. */
  places: number;
  /** None of those that have one is away. */
  away: boolean;
  /** Places that had one, which is too old now or cannot be restored. */
  old: string[];
}

/** What one check says of one job, or of one place of its copies. */
export interface BackupVerdict {
  check: Check;
  /** What it is about beside the job: a kind of location, a location; empty of the job as a whole. */
  about: string;
  /** Null: as it should be, or nobody is to be told. */
  severity: Severity | null;
  /** False: nothing can be told now. */
  isKnown: boolean;
  /** Since when it is so, Unix milliseconds. */
  since: number;
  /** What was found and what it is measured by, in `unit`; null without a figure. */
  value: number | null;
  limit: number | null;
  unit: 'seconds' | 'bytes' | 'count' | 'days' | 'weeks' | 'months' | 'none';
  /** What 3-2-1 lacks where it is broken; null of all else. */
  lacks: Lacks | null;
  /** When this may change though nothing is told, Unix milliseconds; null when it does not. */
  next: number | null;
}

/** What a breach begins with. */
type Found = Partial<
  Pick<BackupVerdict, 'about' | 'value' | 'limit' | 'unit' | 'next' | 'isKnown' | 'lacks'>
>;

const NOTHING: Found = {};

/** All is well as far as this check goes; it may not be from `next` on. */
export function well(check: Check, found: Found = NOTHING): BackupVerdict {
  return verdict(check, found, null, 0);
}

/** The check's promise is broken since a moment. */
export function broken(policy: Policy, check: Check, since: number, found: Found = NOTHING): BackupVerdict {
  return verdict(check, found, policy.severity[check], since);
}

/** Each field by its name: of all jobs some hundred thousand are made, and all have one shape. */
function verdict(check: Check, found: Found, severity: Severity | null, since: number): BackupVerdict {
  const { about = '', value = null, limit = null, unit = 'none', next = null } = found;
  const { isKnown = true, lacks = null } = found;
  return { check, about, severity, isKnown, since, value, limit, unit, lacks, next };
}
