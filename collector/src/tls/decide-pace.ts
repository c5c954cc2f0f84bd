import type { LinePace } from '@watchcase/runtime';

/**
 * A handshake is a millisecond of work in two parts. All at once, no one's second part has its turn before everybody's first, and a whole fleet gives up together; nor has anything
 * else its turn.
 */
const MOST_PER_SECOND = 400;
/** Agents give up after 15 s: the last of the line has time left for the handshake, and for the broker's own line. */
const PATIENCE_MS = 5000;

/** How handshakes are begun (pure). Whoever has shaken hands finds room behind it, where so many are let in each second: one who was asked to come again there would shake hands again. */
export function decidePace(letInPerSecond = MOST_PER_SECOND): LinePace {
  return { perSecond: Math.min(MOST_PER_SECOND, letInPerSecond), patienceMs: PATIENCE_MS };
}
