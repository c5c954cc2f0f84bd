import { setQueries } from '../../state/route.ts';
import { windowQuery } from '../../words/time-window.ts';

/** All charts show what was dragged over in one, Unix seconds; the browser's way back leads out again. */
export function zoom(from: number, to: number): void {
  const wanted = windowQuery(from * 1000, to * 1000);
  if (wanted !== undefined) setQueries(wanted, true);
}
