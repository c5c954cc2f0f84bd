/** Rooms that an alert passes, in order, by what has been seen of it. */
export const STAGES = ['store', 'broker', 'message', 'case', 'page', 'recovery'] as const;
export type Stage = (typeof STAGES)[number];

/** What has been seen of an alert so far. Times in Unix milliseconds; null as long as it was not seen. */
export interface Seen {
  /** Its host is known. */
  preparedAt: number | null;
  /** A connection to the broker as an agent. */
  connectedAt: number | null;
  /** The message came from the broker. */
  heardAt: number | null;
  caseOpenedAt: number | null;
  pagedAt: number | null;
  /** The case is told as over. */
  recoveredAt: number | null;
}

/** How a walk has ended. */
export type WalkEnd =
  | { because: 'arrived' /** From the message to the page, milliseconds. */; tookMs: number }
  /** Lost on its way to this stage. */
  | { because: Stage };

/** Where an alert that was sent at `sentAt` has got to (pure): it has arrived once it was paged and told as over, and is lost before the first that was not seen. */
export function decideWalk(sentAt: number, seen: Seen): WalkEnd {
  const { preparedAt, connectedAt, heardAt, caseOpenedAt, pagedAt, recoveredAt } = seen;
  if (preparedAt === null) return { because: 'store' };
  if (connectedAt === null) return { because: 'broker' };
  if (heardAt === null) return { because: 'message' };
  if (caseOpenedAt === null) return { because: 'case' };
  if (pagedAt === null) return { because: 'page' };
  if (recoveredAt === null) return { because: 'recovery' };
  return { because: 'arrived', tookMs: Math.max(0, pagedAt - sentAt) };
}

/** What an engineer reads: what to look at. */
export const LOST_WORDS: Readonly<Record<Stage, string>> = {
  store: 'nothing can be written: check disk and database',
  broker: 'the broker lets nobody in as an agent: check its listener, user and password',
  message: 'what an agent publishes does not arrive from the broker: check its access rules and load',
  case: 'a message that fires an alert opens no case: check rules, disk and database',
  page: 'a case that is to be paged is not paged: check the log of the sender',
  recovery: 'a fault that is over is not told as over',
};
