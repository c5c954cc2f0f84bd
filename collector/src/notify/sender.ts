import type { Timer } from '@watchcase/runtime';
import { createAttempts, type SendingWay } from './attempts.ts';
import { duePages, nextDueAt, type PageRow, waitingChannels } from './due-pages.ts';
import { createLane, type Lane } from './lane.ts';
import type { SenderNeeds } from './sender-needs.ts';

/** Sends what stands in `pages`; remembers nothing itself, so a crash forgets nothing. */
export interface Sender {
  /** Pages were queued: look now. */
  wake(): void;
  /**
   * Begins no more attempts; resolves when those under way have ended, or after a second without their end. What happened to such a one is not known, so
   * its page waits for its window as after a crash.
   */
  stop(): Promise<void>;
}

/** Looks at least this often, whatever it was told. */
const LONGEST_NAP_MS = 30_000;
const TROUBLE_NAP_MS = 1000;
/** Pages of a channel that is no longer in the config, failed at a time. */
const ORPHANS = 50;
const STOP_GRACE_MS = 1000;

/** Starts sending. */
export function createSender(needs: SenderNeeds): Sender {
  const { store, clock, log } = needs;
  const orphans = new Set<number>();
  /** Lanes in which more may be due than was begun. */
  const behind = new Set<Lane<SendingWay>>();
  const attempts = new Set<Promise<void>>();
  const ending = new AbortController();
  let stopping = false;
  const { ways, attempt } = createAttempts(needs, { ending: ending.signal, isStopping: () => stopping });
  const lanes = ways.map(createLane);
  const names = new Set(lanes.map((lane) => lane.way.name));
  let timer: Timer | undefined;
  let napsUntil = Number.POSITIVE_INFINITY;
  let looking = false;
  let lookAgain = false;

  function wake(): void {
    if (stopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    timer?.cancel();
    napsUntil = Number.POSITIVE_INFINITY;
    void look()
      .catch((error: unknown) => {
        log.error({ code: 'PAGES_UNREADABLE', err: error }, 'pages cannot be read; tried again soon');
        return TROUBLE_NAP_MS;
      })
      .then((napMs) => {
        looking = false;
        if (lookAgain) wake();
        else nap(napMs);
        return undefined;
      });
  }

  /** Looks again after `ms`, or sooner when that was asked for already. */
  function nap(ms: number): void {
    const at = clock.monotonic() + ms;
    if (stopping || at >= napsUntil) return;
    timer?.cancel();
    napsUntil = at;
    timer = clock.after(ms, wake);
  }

  /** Begins every attempt that may begin now, channel by channel, so that none waits for another; gives how long to wait for the next. */
  async function look(): Promise<number> {
    const now = clock.now();
    const waiting = await waitingChannels(store.db);
    behind.clear();
    for (const lane of lanes) if (waiting.has(lane.way.name)) await beginDue(lane, now);
    for (const channel of waiting) if (!names.has(channel)) await beginOrphans(channel, now);
    const moments = [
      await nextDueAt(store.db, now, needs.shards?.()),
      ...lanes.map((lane) => lane.nextRoomAt(now)),
    ];
    return Math.min(
      LONGEST_NAP_MS,
      ...moments.flatMap((at) => (at === undefined ? [] : [Math.max(1, at - now)])),
    );
  }

  async function beginOrphans(channel: string, now: number): Promise<void> {
    const query = { now, channel, limit: ORPHANS, underWay: [...orphans], shards: needs.shards?.() };
    for (const row of await duePages(store.db, query)) begin(row, undefined);
  }

  async function beginDue(lane: Lane<SendingWay>, now: number): Promise<void> {
    const limit = lane.room(now);
    behind.add(lane);
    if (limit === 0) return;
    const channel = lane.way.name;
    const underWay = [...lane.running];
    const rows = await duePages(store.db, { now, channel, limit, underWay, shards: needs.shards?.() });
    if (rows.length < limit) behind.delete(lane);
    for (const row of rows) begin(row, lane);
  }

  function begin(row: PageRow, lane: Lane<SendingWay> | undefined): void {
    if (stopping) return;
    if (lane === undefined) orphans.add(row.id);
    else lane.begin(row.id, clock.now());
    const work = attempt(row, lane)
      .catch((error: unknown) => {
        log.error({ code: 'PAGE_ATTEMPT_LOST', page: row.key, err: error }, 'tried again after its window');
        return 'lost' as const;
      })
      .then((end) => {
        lane?.end(row.id, end !== 'not-sent');
        orphans.delete(row.id);
        attempts.delete(work);
        // Where all went well and nothing waited for its place, nothing has become due by it.
        if (end === 'lost') nap(TROUBLE_NAP_MS);
        else if (end !== 'delivered' || lane === undefined || behind.has(lane)) wake();
        return undefined;
      });
    attempts.add(work);
  }

  return {
    wake,
    async stop() {
      stopping = true;
      timer?.cancel();
      const ended = Promise.all(attempts);
      const grace = new Promise<void>((resolve) => {
        timer = clock.after(STOP_GRACE_MS, resolve);
      });
      await Promise.race([ended, grace]);
      timer?.cancel();
      ending.abort(new Error('the collector ends'));
    },
  };
}
