const DAY_MS = 86_400_000;
/** What was missed is made up for, but not while the collector is only starting. */
const AFTER_START_MS = 5 * 60_000;

/** When the newest backup was made (null before the first), and when the collector was started (null once it has tried to make one); Unix milliseconds. */
export interface BackupState {
  newestAt: number | null;
  startedAt: number | null;
}

/** Why the next backup is made then. */
export interface NextBackup {
  at: number;
  because: 'its time of day' | 'one was missed';
}

/**
 * When the next backup is made (pure): at its time of day (`HH:MM`, UTC), or soon after a start where none has been made for longer than a day.
 */
export function decideNextBackup(
  { newestAt, startedAt }: BackupState,
  time: string,
  now: number,
): NextBackup {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = Math.floor(now / DAY_MS) * DAY_MS + (hour * 60 + minute) * 60_000;
  const regular = today > now ? today : today + DAY_MS;
  const soon = startedAt === null ? regular : startedAt + AFTER_START_MS;
  const isMissed = soon - (newestAt ?? 0) > DAY_MS;
  if (isMissed && soon > now && soon < regular) return { at: soon, because: 'one was missed' };
  return { at: regular, because: 'its time of day' };
}
