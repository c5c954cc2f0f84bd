import type { BackupDayState } from '@watchcase/api';
import type { CivilDay } from '@watchcase/calendar';
import type { Check } from '../checks.ts';

/** What a policy may have asked of a day; each asks for backups as its schedule says. */
export const askedOfDays = ['backups', 'rpo', 'copies', 'verification', 'drills'] as const;
export type AskedOfDay = (typeof askedOfDays)[number];

/** What a day was for a job; what it was stays, whatever becomes of the policy. */
export interface DayOutcome {
  day: CivilDay;
  state: BackupDayState;
  /** How often the schedule expected it; null where that does not hang on days. */
  expected: number | null;
  /** Runs and copies that came for the day. */
  came: number;
  verified: 'sound' | 'damaged' | null;
  drilled: 'passed' | 'failed' | null;
  /** The most that a restore would have lost at any moment of it, milliseconds; null before there was anything to lose. */
  lostMs: number | null;
  asked: readonly AskedOfDay[];
  /** Checks that were broken at some moment of it. */
  broken: readonly Check[];
}
