import { emptyIntake, type Intake, withoutHosts } from '../ingest/index.ts';
import { type AlertChange, TELLING } from '../model/index.ts';

/** What has been judged and waits to be committed. */
export interface Pending {
  intake: Intake;
  changes: AlertChange[];
  judgingMs: number;
  /** Ids of hosts of which only a part was committed: their cursors have not moved, and nothing more of theirs is taken before the rest is. */
  waiting: ReadonlySet<string>;
  /** Pages that the commit has queued. */
  pages: number;
  afterCommit(): void;
}

/** Nothing. */
export function nothingPending(): Pending {
  return {
    intake: emptyIntake(),
    changes: [],
    judgingMs: 0,
    waiting: new Set(),
    pages: 0,
    afterCommit: () => undefined,
  };
}

/** Alert changes of one host that one commit takes, and cases that these may concern, each of which is a dozen statements: others wait for it. */
const MOST = { changes: 200, cases: 8 };

/**
 * Takes what one commit is to do. Of a host that has more changes than that the first ones go, and the rest waits together with its cursor and its answer: after a crash
 * its readings come again, and what was committed of them is found as it was.
 */
export function takePart(pending: Pending, most = MOST): { part: Pending; rest: Pending } {
  if (pending.changes.length <= most.cases)
    return { part: { ...pending, waiting: new Set() }, rest: nothingPending() };
  const shares = new Map<string, Share>();
  const [now, later]: [AlertChange[], AlertChange[]] = [[], []];
  for (const change of pending.changes) {
    const share = shares.get(change.hostId) ?? { changes: 0, groups: new Set(), isFull: false };
    shares.set(change.hostId, share);
    (takesPlace(share, change, most) ? now : later).push(change);
  }
  if (later.length === 0) return { part: { ...pending, waiting: new Set() }, rest: nothingPending() };
  const waiting = new Set(later.map((change) => change.hostId));
  const { kept, left } = withoutHosts(pending.intake, waiting);
  const part = { ...pending, intake: left, changes: now, waiting: new Set<string>() };
  return { part, rest: { ...nothingPending(), intake: kept, changes: later, waiting } };
}

/** What a commit takes of one host. */
interface Share {
  changes: number;
  groups: Set<string>;
  isFull: boolean;
}

/** True when a change still has room; once one has not, none that follow has: the order of a host's changes stays. */
function takesPlace(share: Share, { groupKey, transition }: AlertChange, most: typeof MOST): boolean {
  share.changes += 1;
  if (TELLING.has(transition)) share.groups.add(groupKey);
  share.isFull ||= share.changes > most.changes || share.groups.size > most.cases;
  return !share.isFull;
}
