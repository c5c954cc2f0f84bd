import { query } from '../../state/route.ts';
import { serverNow } from '../../state/server-time.ts';
import { figureQueryOf } from '../../words/figure-query.ts';

/** What the address asks for, in the reader's zone. */
export function useFigureQuery() {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return figureQueryOf(query.value, { now: serverNow(), zone });
}
