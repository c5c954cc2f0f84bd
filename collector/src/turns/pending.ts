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
/** Cases of all sites together: what others wait for their answers meanwhile stays below half a second. */
const MOST_CASES = 32;

/**
 * Takes what one commit is to do. Of a host that has more changes than that the first ones go, and the rest waits together with its cursor and its answer: after a crash
 * its readings come again, and what was committed of them is found as it was. A site's hosts go together, since what breaks at once at a site is one case; sites for which there is no room wait for the next commit.
 */
export function takePart(
  pending: Pending,
  siteOf: (hostId: string) => string,
): { part: Pending; rest: Pending } {
  if (pending.changes.length <= MOST.cases)
    return { part: { ...pending, waiting: new Set() }, rest: nothingPending() };
  const crowded = sitesWithoutRoom(pending.changes, siteOf);
  const shares = new Map<string, Share>();
  const [now, later]: [AlertChange[], AlertChange[]] = [[], []];
  for (const change of pending.changes) {
    const { hostId } = change;
    const share = shares.get(hostId) ?? { changes: 0, groups: new Set(), isFull: false };
    shares.set(hostId, share);
    if (TELLING.has(change.transition)) share.isFull ||= crowded.has(siteOf(hostId));
    (takesPlace(share, change) ? now : later).push(change);
  }
  if (later.length === 0) return { part: { ...pending, waiting: new Set() }, rest: nothingPending() };
  const waiting = new Set(later.map((change) => change.hostId));
  const { kept, left } = withoutHosts(pending.intake, waiting);
  const part = { ...pending, intake: left, changes: now, waiting: new Set<string>() };
  return { part, rest: { ...nothingPending(), intake: kept, changes: later, waiting } };
}

/** The sites behind those that fill a commit, in the order in which they come; one with many cases may be one case. */
function sitesWithoutRoom(
  changes: readonly AlertChange[],
  siteOf: (hostId: string) => string,
): ReadonlySet<string> {
  const telling = changes.filter(({ transition }) => TELLING.has(transition));
  const crowded = new Set<string>();
  let cases = 0;
  for (const [site, of] of Map.groupBy(telling, ({ hostId }) => siteOf(hostId))) {
    if (cases >= MOST_CASES) crowded.add(site);
    else cases += Math.min(MOST.cases, new Set(of.map(({ groupKey }) => groupKey)).size);
  }
  return crowded;
}

/** What a commit takes of one host. */
interface Share {
  changes: number;
  groups: Set<string>;
  isFull: boolean;
}

/** True when a change still has room; once one has not, none that follow has: the order of a host's changes stays. */
function takesPlace(share: Share, { groupKey, transition }: AlertChange): boolean {
  share.changes += 1;
  if (TELLING.has(transition)) share.groups.add(groupKey);
  share.isFull ||= share.changes > MOST.changes || share.groups.size > MOST.cases;
  return !share.isFull;
}
