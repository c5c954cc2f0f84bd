import type { BackupCopies } from '@watchcase/protocol/light';

/** What stands in one place of a backup, as the collector is told it, but for the time at which it was found so. */
export type LocationCopies = Omit<BackupCopies, 'at'>;

/** What the collector was told last: of each place a fingerprint, and when, Unix milliseconds. */
export type ToldCopies = Readonly<Record<string, readonly [print: string, at: number]>>;

/** What is to be told, and what will have been told then. */
export interface CopiesDecision {
  tell: readonly LocationCopies[];
  told: ToldCopies;
}

const DAY_MS = 86_400_000;

/**
 * Decides of which places the collector is told (pure): of those that have changed, and of each a day after it was told, not of all hosts at one moment. Places of jobs
 * that are no longer read are forgotten; `printOf` makes a fingerprint of a text.
 */
export function decideCopies(
  tasks: readonly { job?: string; copies: readonly LocationCopies[] }[],
  { told, now, printOf }: { told: ToldCopies; now: number; printOf(text: string): string },
): CopiesDecision {
  const jobs = new Set(tasks.flatMap(({ job }) => job ?? []));
  const tell: LocationCopies[] = [];
  const next = new Map(Object.entries(told).filter(([place]) => jobs.has(jobOf(place))));
  for (const one of tasks.flatMap(({ copies }) => copies)) {
    const place = placeOf(one);
    const print = printOf(JSON.stringify(one));
    const [lastPrint, lastAt = 0] = next.get(place) ?? [];
    if (print === lastPrint && Math.abs(now - lastAt) < DAY_MS) continue;
    tell.push(one);
    next.set(place, [print, now]);
  }
  return { tell, told: Object.fromEntries(next) };
}

function placeOf({ job, location }: LocationCopies): string {
  return JSON.stringify([job, location]);
}

function jobOf(place: string): string {
  return String((JSON.parse(place) as unknown[])[0]);
}
