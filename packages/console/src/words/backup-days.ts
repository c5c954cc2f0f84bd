import type { BackupDay, BackupDayState, BackupState } from '@watchcase/api';

/** What stands in the square of a day, for those who do not see its colour. Nothing in that of a good one: nearly all are good, and what is to be seen is what differs. */
export const daySigns: Readonly<Record<BackupDayState, string>> = {
  success: '',
  warnings: '!',
  late: '◔',
  missed: '–',
  failed: '×',
  stuck: '∞',
  none: '·',
  pending: '…',
  unknown: '',
};

/** The same beside the word for how a job is now. */
export const stateSigns: Readonly<Record<BackupState, string>> = {
  stuck: daySigns.stuck,
  missed: daySigns.missed,
  failed: daySigns.failed,
  late: daySigns.late,
  unheard: '?',
  warnings: daySigns.warnings,
  running: '▸',
  waiting: daySigns.pending,
  good: '✓',
  unjudged: '∅',
};

/** Words for what a square shows. */
interface DayWords {
  day: Readonly<Record<BackupDayState, string>>;
  verified: Readonly<Record<'sound' | 'damaged', string>>;
  drilled: Readonly<Record<'passed' | 'failed', string>>;
  cameOf: (came: number, expected: number) => string;
}

/** All that a square shows in one line (pure), `day` already in the reader's words: `Mon 24 Nov: failed, 1 of 2, damage found`. */
export function squareLine(cell: BackupDay, day: string, words: DayWords): string {
  const { state, came, expected, verified, drilled } = cell;
  const parts = [
    words.day[state],
    // Of one that was expected once, the outcome says it all.
    ...(expected !== null && expected > 1 ? [words.cameOf(came, expected)] : []),
    ...(verified === null ? [] : [words.verified[verified]]),
    ...(drilled === null ? [] : [words.drilled[drilled]]),
  ];
  return `${day}: ${parts.join(', ')}`;
}

/** The names of style of a square (pure): its outcome, and its marks. */
export function dayClass({ state, verified, drilled }: BackupDay): string {
  const marks = [verified, drilled === null ? null : `drill-${drilled}`].filter((mark) => mark !== null);
  return ['square', 'day', state, ...marks].join(' ');
}
