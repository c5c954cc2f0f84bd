import { systemClock } from '@watchcase/runtime';
import { pause } from '../../test/scenarios/pause.ts';
import { type Spread, spreadOf } from '../fleet/spread.ts';

/** When which alert of which host was made true; the key names both. */
export type Breaches = Map<string, number>;

/** One breach a second for `seconds`; `make` makes breach number n and gives its key. */
export async function breachEachSecond(
  seconds: number,
  make: (number: number) => Promise<string>,
): Promise<Breaches> {
  const breaches: Breaches = new Map();
  const startedAt = systemClock.monotonic();
  for (let number = 0; number < seconds; number++) {
    const at = systemClock.now();
    breaches.set(await make(number), at);
    await pause(startedAt + (number + 1) * 1000 - systemClock.monotonic());
  }
  return breaches;
}

/** From breaches to their pages; `arrivals` are all pages that came, by key. */
export function pagesOf(
  breaches: Breaches,
  arrivals: readonly { key: string; at: number }[],
): { spread: Spread; missing: number; doubled: number } {
  const first = new Map<string, number>();
  for (const { key, at } of arrivals) if (!first.has(key)) first.set(key, at);
  const delays = [...breaches].flatMap(([key, at]) => {
    const came = first.get(key);
    return came === undefined ? [] : [came - at];
  });
  const known = arrivals.filter(({ key }) => breaches.has(key));
  return {
    spread: spreadOf(delays),
    missing: breaches.size - delays.length,
    doubled: known.length - delays.length,
  };
}
