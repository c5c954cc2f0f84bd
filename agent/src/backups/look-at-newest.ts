import { isFromFuture } from './newest.ts';
import { madeAt, type Snapshot } from './snapshot.ts';

/** One look goes through so many at most that are not known yet; the next one goes on. */
const MOST = 5;

/** How backups are looked at. */
export interface LookAt<T extends Snapshot> {
  /** Unix milliseconds. */
  now: number;
  /** Backups made up to so many milliseconds before the newest whole one are looked at too: their times do not tell which of them came last. */
  leewayMs: number;
  /** What the last look knew: a backup does not change. */
  before: Known;
  /** What this one does, of all that are listed. */
  after: Map<string, Snapshot>;
  look(listed: T): Promise<Snapshot>;
}

/** By name and time: a name may be given again. */
export type Known = ReadonlyMap<string, Snapshot>;

/**
 * Looks at the newest of the backups until one is whole, and gives all with what is known of them; the older ones are given as they were listed. One from the future does
 * not count, and so must not pass for the whole one that ends the search. Throws as `look` does; what was found until then is in `after`.
 */
export async function lookAtNewest<T extends Snapshot>(
  listed: readonly T[],
  { now, leewayMs, before, after, look }: LookAt<T>,
): Promise<Snapshot[]> {
  for (const one of listed) {
    const known = before.get(keyOf(one));
    if (known !== undefined) after.set(keyOf(one), known);
  }
  const byAge = listed
    .filter((one) => !isFromFuture(madeAt(one), now))
    .toSorted((a, b) => madeAt(b) - madeAt(a));
  let oldest = -Infinity;
  let left = MOST;
  for (const one of byAge) {
    if (madeAt(one) < oldest) break;
    const known = after.get(keyOf(one));
    if (known === undefined && left-- === 0) break;
    const found = known ?? (await look(one));
    after.set(keyOf(one), found);
    const ends = found.complete !== 'no' && !isFromFuture(madeAt(found), now);
    if (ends) oldest = Math.max(oldest, madeAt(one) - leewayMs);
  }
  return listed.map((one) => after.get(keyOf(one)) ?? one);
}

function keyOf(listed: Snapshot): string {
  return `${madeAt(listed)} ${listed.id}`;
}
