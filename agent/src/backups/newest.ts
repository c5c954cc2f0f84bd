import { UserError } from '@watchcase/runtime/light';

/** How far ahead of this machine's clock a backup's time may be: two clocks are never quite the same. */
export const LEEWAY_MS = 3_600_000;

/** Whether a backup says that it is from the future. */
export function isFromFuture(madeAt: number, now: number): boolean {
  return madeAt > now + LEEWAY_MS;
}

/** The newest of the backups and its age; `none` when there is none. */
export type Newest<T> = { backup: T; ageSeconds: number; count: number } | { backup: null; count: number };

/**
 * Chooses the newest backup; `madeAt` and `now` in Unix milliseconds. One that says it is from the future was made under a wrong clock: it would hide for years
 * that backups have stopped, so it neither counts nor is newest. Errors: BACKUP_FROM_FUTURE when all are, since it is this machine's clock that is wrong then,
 * or theirs: there are backups, but their age is not known.
 */
export function newestOf<T>(
  backups: readonly T[],
  { madeAt, now, location }: { madeAt: (backup: T) => number; now: number; location: string },
): Newest<T> {
  const byAge = backups.toSorted((a, b) => madeAt(b) - madeAt(a));
  const sound = byAge.filter((backup) => !isFromFuture(madeAt(backup), now));
  const [backup] = sound;
  if (backup !== undefined)
    return { backup, ageSeconds: Math.max(0, (now - madeAt(backup)) / 1000), count: sound.length };
  const oldest = byAge.at(-1);
  if (oldest === undefined) return { backup: null, count: 0 };
  throw new UserError({
    code: 'BACKUP_FROM_FUTURE',
    place: location,
    message: `every backup here, ${backups.length} in all, is later than this machine's clock: the oldest is from ${timeText(madeAt(oldest))}, the clock says ${timeText(now)}`,
    fix: 'set the clock of this machine right, or that of the machine that makes the backups',
  });
}

function timeText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').slice(0, 19);
}
