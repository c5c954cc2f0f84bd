import { emptyIntake, type Intake, withoutHosts } from '../ingest/index.ts';
import type { AlertChange } from '../model/index.ts';

/** What has been judged and waits to be committed. */
export interface Pending {
  intake: Intake;
  changes: AlertChange[];
  judgingMs: number;
  /** Ids of hosts of which only a part was committed: their cursors have not moved, and nothing more of theirs is taken before the rest is. */
  waiting: ReadonlySet<string>;
  afterCommit(): void;
}

/** Nothing. */
export function nothingPending(): Pending {
  return {
    intake: emptyIntake(),
    changes: [],
    judgingMs: 0,
    waiting: new Set(),
    afterCommit: () => undefined,
  };
}

/** Alert changes of one host that one commit takes: others wait for it. */
const MOST_CHANGES = 200;

/**
 * Takes what one commit is to do. Of a host that has more changes than that the first ones go, and the rest waits together with its cursor and its answer: after a crash
 * its readings come again, and what was committed of them is found as it was.
 */
export function takePart(pending: Pending, most = MOST_CHANGES): { part: Pending; rest: Pending } {
  if (pending.changes.length <= most)
    return { part: { ...pending, waiting: new Set() }, rest: nothingPending() };
  const counts = new Map<string, number>();
  const [now, later]: [AlertChange[], AlertChange[]] = [[], []];
  for (const change of pending.changes) {
    const count = (counts.get(change.hostId) ?? 0) + 1;
    counts.set(change.hostId, count);
    (count <= most ? now : later).push(change);
  }
  const waiting = new Set(later.map((change) => change.hostId));
  const { kept, left } = withoutHosts(pending.intake, waiting);
  const part = { ...pending, intake: left, changes: now, waiting: new Set<string>() };
  return { part, rest: { ...nothingPending(), intake: kept, changes: later, waiting } };
}
