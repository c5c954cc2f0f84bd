import type { PresenceState } from '@watchcase/api';

/** A reconnect within this time is not a death. */
export const GRACE_MS = 20_000;
/** Silence of this many intervals ends a host's presence. */
const SILENT_INTERVALS = 3;
/** Agents come back spread over this time after the collector or its broker was away (their longest back-off). */
const RETURN_MS = 60_000;

/** What is known of one host's connection. Times in Unix milliseconds. */
export interface PresenceFacts {
  presence: PresenceState;
  sessionEndedAt: number | null;
  lastHeardAt: number | null;
  intervalMs: number;
}

/** What is known of our own ear: since when we listen without a break, or since when we do not. */
export interface Listening {
  listening: boolean;
  since: number;
}

/** A host's presence now, and by which rule. */
export interface PresenceDecision {
  presence: PresenceState;
  reason: 'never-heard' | 'deaf' | 'session-ended' | 'silent' | 'heard' | 'unchanged';
}

/**
 * Decides presence (pure). While we cannot hear, nothing is known; silence counts only from when we began to listen, and a session that
 * ended before that may have been replaced while we were away: our own outage never looks like a host's.
 */
export function decidePresence(facts: PresenceFacts, ear: Listening, now: number): PresenceDecision {
  if (facts.lastHeardAt === null) return { presence: 'never', reason: 'never-heard' };
  if (!ear.listening) {
    const deaf = facts.presence === 'online' && now - ear.since >= GRACE_MS;
    return deaf ? { presence: 'unknown', reason: 'deaf' } : { presence: facts.presence, reason: 'unchanged' };
  }
  if (facts.sessionEndedAt !== null) {
    const heardItsEnd = facts.sessionEndedAt >= ear.since;
    const goneMs = now - Math.max(facts.sessionEndedAt, ear.since);
    const dead = goneMs >= GRACE_MS + (heardItsEnd ? 0 : RETURN_MS);
    return dead
      ? { presence: 'offline', reason: 'session-ended' }
      : { presence: facts.presence, reason: 'unchanged' };
  }
  const heardSinceListening = facts.lastHeardAt >= ear.since;
  const silence = now - Math.max(facts.lastHeardAt, ear.since);
  const allowed = SILENT_INTERVALS * facts.intervalMs + (heardSinceListening ? 0 : RETURN_MS);
  if (silence >= allowed) return { presence: 'offline', reason: 'silent' };
  if (heardSinceListening) return { presence: 'online', reason: 'heard' };
  return { presence: facts.presence, reason: 'unchanged' };
}
