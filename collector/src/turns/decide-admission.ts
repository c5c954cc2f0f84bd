/** How much waits when a message arrives. */
export interface WaitingMessages {
  count: number;
  /** How long the first live message has waited, milliseconds. */
  liveMs: number;
  /** How long the first message of backlog that stands beside what is live has waited; null when there is none. */
  backlogMs: number | null;
}

/** What becomes of a message that arrives. */
export interface Admission {
  because: 'calm' | 'live' | 'backlog-has-room' | 'backlog-waits-outside' | 'full';
  /** `wait` beside what is live; `leave` it to its agent's disk, which sends it again when no answer comes; `refuse`: it is offered again. */
  what: 'take' | 'wait' | 'leave' | 'refuse';
}

/** Messages that may wait; more are left to the agents' disks. */
const MOST_MESSAGES = 20_000;
/** While live messages wait no longer than this, nothing need be told apart. */
const CALM_MS = 200;
/** Backlog that would wait for longer than this is as well off on its agent's disk. */
const BACKLOG_MS = 2000;

/** Decides what becomes of a message (pure): while it is calm each is taken as it comes; when there is more, what is live goes first, and backlog waits on the agents' disks. */
export function decideAdmission(waiting: WaitingMessages, isBacklog: () => boolean): Admission {
  const { count, liveMs, backlogMs } = waiting;
  if (count >= MOST_MESSAGES) return { because: 'full', what: 'refuse' };
  // What comes later of a sequence must not overtake what waits of it.
  if (backlogMs === null && liveMs <= CALM_MS) return { because: 'calm', what: 'take' };
  if (!isBacklog()) return { because: 'live', what: 'take' };
  if (backlogMs === null || backlogMs <= BACKLOG_MS) return { because: 'backlog-has-room', what: 'wait' };
  return { because: 'backlog-waits-outside', what: 'leave' };
}
