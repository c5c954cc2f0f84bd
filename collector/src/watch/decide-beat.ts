import type { LastPasses } from '../auditor/index.ts';
import type { Beat } from './beat-request.ts';
import { LOST_WORDS, type WalkEnd } from './decide-walk.ts';

/** A pass a minute; what was looked at longer ago than this was not looked at. Milliseconds. */
const STALE_MS = 150_000;

/**
 * What a heartbeat says after a synthetic alert (pure): that all is well only when it has arrived, the open cases of all customers were looked at just now, and somebody
 * or something is at each. `passes` is null where that cannot be known.
 */
export function decideBeat(end: WalkEnd, passes: LastPasses | null, now: number): Beat {
  const tookMs = end.because === 'arrived' ? end.tookMs : null;
  const fail = (text: string): Beat => ({ kind: 'fail', tookMs, text });
  if (end.because !== 'arrived') return fail(`the synthetic alert is lost: ${LOST_WORDS[end.because]}`);
  if (passes?.oldestAt == null || now - passes.oldestAt > STALE_MS)
    return fail('open cases are not looked at by the auditor');
  if (passes.forgotten > 0) return fail(`open cases that nobody was at: ${passes.forgotten}`);
  return {
    kind: 'success',
    tookMs,
    text: `a synthetic alert took ${end.tookMs} ms to its page; each open case is in somebody's hands`,
  };
}
