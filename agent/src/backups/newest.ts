/** How far ahead of this machine's clock a backup's time may be: two clocks are never quite the same. */
const LEEWAY_MS = 3_600_000;

/** The newest of the backups and its age; `none` when there is none. */
export type Newest<T> = { backup: T; ageSeconds: number; count: number } | { backup: null; count: number };

/**
 * Chooses the newest backup. One that says it is from the future was made under a wrong clock: it would hide for years that
 * backups have stopped, so it neither counts nor is newest.
 */
export function newestOf<T>(backups: readonly T[], madeAt: (backup: T) => number, now: number): Newest<T> {
  const sound = backups.filter((backup) => madeAt(backup) <= now + LEEWAY_MS);
  const [first, ...others] = sound;
  if (first === undefined) return { backup: null, count: 0 };
  const backup = others.reduce((best, other) => (madeAt(other) > madeAt(best) ? other : best), first);
  return { backup, ageSeconds: Math.max(0, (now - madeAt(backup)) / 1000), count: sound.length };
}
