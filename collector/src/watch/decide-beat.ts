import type { Beat } from './beat-request.ts';
import { LOST_WORDS, type WalkEnd } from './decide-walk.ts';

/** What a heartbeat says after a synthetic alert (pure): that all is well only when it has arrived. */
export function decideBeat(end: WalkEnd): Beat {
  if (end.because !== 'arrived')
    return {
      kind: 'fail',
      tookMs: null,
      text: `the synthetic alert is lost: ${LOST_WORDS[end.because]}`,
    };
  const { tookMs } = end;
  return { kind: 'success', tookMs, text: `a synthetic alert took ${tookMs} ms to its page` };
}
