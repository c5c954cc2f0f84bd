import type { Presence } from '@watchcase/protocol/light';

/** What an agent says about itself. */
export interface PresenceFacts {
  /** Milliseconds between readings of the fastest stream. */
  intervalMs: number;
  streams: readonly string[];
  /** Host's name as people know it. */
  name: string;
  /** Version of the agent. */
  agent: string;
  platform: string;
}

/** Why a presence is what it is; the state follows from it. */
export type PresenceReason = Presence['reason'];

/** One presence message. `at.time` is Unix milliseconds. */
export function presenceOf(
  facts: PresenceFacts,
  at: { session: number; epoch: number; time: number },
  reason: PresenceReason,
): Presence {
  return {
    ...at,
    state: reason === 'connected' ? 'online' : 'offline',
    reason,
    intervalMs: facts.intervalMs,
    streams: [...facts.streams],
    name: facts.name.slice(0, 255),
    agent: facts.agent.slice(0, 64),
    platform: facts.platform.slice(0, 128),
  };
}
