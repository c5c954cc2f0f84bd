import { query } from '../../state/route.ts';
import { serverNow } from '../../state/server-time.ts';
import { refreshMs } from '../../words/time-range.ts';
import { type TimeWindow, windowOf } from '../../words/time-window.ts';

/** The span in the address; all charts of a page share it. */
export function chosenWindow(): TimeWindow {
  return windowOf(query.value, serverNow());
}

/** What tells one span from another: one of the last hours is the same however late it is. */
export function windowKey({ range, fromMs, toMs }: TimeWindow): string {
  return range ?? `${fromMs} ${toMs}`;
}

/** How often it is worth reading again at most, milliseconds. */
export function windowRestMs({ range }: TimeWindow): number {
  return range === undefined ? refreshMs('24h') : refreshMs(range);
}

/** True while new readings belong to it. */
export function isGoingOn({ range, toMs }: TimeWindow): boolean {
  return range !== undefined || toMs > serverNow();
}
