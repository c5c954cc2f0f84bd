import { systemClock } from '@watchcase/runtime';
import type { BackupStatus } from '../../../agent/src/contract.ts';
import type { Said } from '../../harness/backup-story.ts';

/** What can become of a backup. */
export const outcomes = [
  'good',
  'warnings',
  'missed',
  'failed',
  'killed',
  'stuck',
  'shrunken',
  'identical',
  'copy lost',
  'clock ahead',
  'damaged',
  'drill passed',
  'drill failed',
  'drill overdue',
] as const;
export type Outcome = (typeof outcomes)[number];

/** So far the clock of the copies is ahead, milliseconds. */
export const AHEAD = 30 * 60_000;
/** What a clock shows that is behind. */
export const behind = () => systemClock.now() - AHEAD;

/** What is told of a job: by its runs, verifications and drills, and by the readers of what stands there. */
export interface Told {
  events?: readonly Said[];
  local?: readonly BackupStatus[];
  offsite?: readonly BackupStatus[];
}

/** What was seen of a real tool. What it cannot be brought to, or cannot tell, is not there. */
export interface Seen {
  tool: string;
  good: Told;
  warnings?: Told;
  failed: Told;
  killed: Told;
  stuck: Told;
  shrunken?: Told;
  identical?: Told;
  /** The second place before and after; without copies after: it can no longer be read. */
  lost: { before: readonly BackupStatus[]; after: readonly BackupStatus[] };
  damaged: Told;
  passed: Told;
  missing: Told;
  /** What was read of the same copies by a clock that is behind theirs. */
  ahead: readonly BackupStatus[];
}
