import type { PresenceState } from '@watchcase/api';
import type { LatestReading } from './host-state.ts';
import { OWN_STREAM } from './layouts.ts';

/** A reconnect within this time is not a death. */
export const GRACE_MS = 20_000;
/** Silence of this many intervals ends a host's presence. */
const SILENT_INTERVALS = 3;
/** Agents come back spread over this time after the collector or its broker was away (their longest back-off). */
const RETURN_MS = 60_000;
/** A slower stream that is due within this time of the last sign of life is waited for. */
const WAIT_MS = 60_000;

/** What is known of when a host speaks. Times in Unix milliseconds. */
export interface SpeakingFacts {
  connectedAt: number;
  lastHeardAt: number | null;
  /** Of the fastest stream, as the host says. */
  intervalMs: number;
  /** Of so many of its readings it may send one: the most that it was told since it was heard. 1 = all. */
  pace: number;
  /** Newest reading of each stream. */
  latest: ReadonlyMap<string, Pick<LatestReading, 'arrivedAt'> & { layout: { intervalMs: number } }>;
}

/** What is known of one host's connection. Times in Unix milliseconds. */
export interface PresenceFacts extends SpeakingFacts {
  presence: PresenceState;
  sessionEndedAt: number | null;
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
  const backMs = heardSinceListening ? 0 : RETURN_MS;
  // Nearly always the shortest time there can be is not over.
  const shortest = SILENT_INTERVALS * facts.pace * facts.intervalMs;
  const silent = silence >= shortest + backMs && silence >= patienceMs(facts) + backMs;
  if (silent) return { presence: 'offline', reason: 'silent' };
  if (heardSinceListening) return { presence: 'online', reason: 'heard' };
  return { presence: facts.presence, reason: 'unchanged' };
}

/**
 * The interval in which a host speaks: that of its fastest stream, and longer while it was told to send less. One that was overdue already when the host was last heard has stopped for itself, and its silence is not
 * the host's.
 */
export function beatMs(facts: SpeakingFacts): number {
  const running = runningStreams(facts).map(({ intervalMs }) => intervalMs);
  const own = facts.pace * facts.intervalMs;
  return running.length === 0 ? own : Math.max(own, Math.min(...running));
}

/** How long it may be silent. Its fastest stream may have stopped a moment ago: a slower one that is due soon tells. */
function patienceMs(facts: SpeakingFacts): number {
  const beat = beatMs(facts);
  const due = runningStreams(facts)
    .filter(({ intervalMs, dueMs }) => intervalMs > beat && dueMs <= WAIT_MS)
    .map(({ dueMs }) => dueMs + GRACE_MS);
  return Math.max(SILENT_INTERVALS * beat, ...due);
}

/** Streams that were not overdue when the host was last heard, and how long after that each is due. */
function runningStreams({
  latest,
  lastHeardAt,
  connectedAt,
  pace,
}: SpeakingFacts): { intervalMs: number; dueMs: number }[] {
  return [...latest].flatMap(([stream, { layout, arrivedAt }]) => {
    const intervalMs = pace * layout.intervalMs;
    const sinceMs = (lastHeardAt ?? 0) - arrivedAt;
    const overdue = (lastHeardAt ?? 0) - Math.max(arrivedAt, connectedAt) > SILENT_INTERVALS * intervalMs;
    return stream === OWN_STREAM || overdue
      ? []
      : [{ intervalMs, dueMs: intervalMs - (sinceMs % intervalMs) }];
  });
}
