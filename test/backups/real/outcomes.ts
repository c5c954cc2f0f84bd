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

/** What was seen of a real tool. What it cannot be brought to, or cannot tell, is not there; `missed` and `drill overdue` are what comes of a good run and a passed drill in time. */
export interface Seen {
  tool: string;
  told: Readonly<Partial<Record<Outcome, Told>>>;
  /** A second place with copies; once they are lost, the same without copies says that it can no longer be read. */
  second: readonly BackupStatus[];
}
