/** What is remembered of a backup's sizes, so that half a copy is told from a whole one. */
export interface KnownSizes {
  /** When the first was seen, Unix milliseconds. */
  since: number;
  /** Each backup that was once the newest, the latest last: its name and its bytes. */
  seen: readonly (readonly [name: string, bytes: number])[];
}

/** Backups that are remembered. */
const MOST_SEEN = 30;
/** Before there are so many others, from so many days, nothing is usual: several databases dumped one after another have each its own size. */
const LEAST_OTHERS = 4;
const LEAST_MS = 3 * 86_400_000;

/** Takes in the newest backup (pure); what was given comes back when it is known already. */
export function learnSize(
  known: KnownSizes | undefined,
  [name, bytes]: readonly [name: string, bytes: number],
  now: number,
): KnownSizes {
  if (known === undefined) return { since: now, seen: [[name, bytes]] };
  if (known.seen.some((one) => one[0] === name)) return known;
  return { since: known.since, seen: [...known.seen, [name, bytes] as const].slice(-MOST_SEEN) };
}

/**
 * How much of its usual size a backup has, in percent (pure); null while that is not known. A size that has come twice is usual, so that the second smallest of
 * all others is what a backup may be expected to have: full and incremental ones, or several databases under one pattern, are no fault.
 */
export function percentOfUsual(
  known: KnownSizes | undefined,
  [name, bytes]: readonly [name: string, bytes: number],
  now: number,
): number | null {
  const others = (known?.seen ?? []).filter((one) => one[0] !== name).map((one) => one[1]);
  if (known === undefined || others.length < LEAST_OTHERS || now - known.since < LEAST_MS) return null;
  const usual = others.sort((a, b) => a - b)[1] ?? 0;
  return usual === 0 ? null : (bytes / usual) * 100;
}
