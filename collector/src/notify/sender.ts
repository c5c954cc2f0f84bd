import { backoffMs, type Clock, type Log, type Timer } from '@watchcase/runtime';
import type { PageMessage, Said, SendResult } from '../model/index.ts';
import type { Store } from '../store/index.ts';
import type { ChannelInstance } from './config.ts';
import { instanceFor, type NamedChannel, namedChannels, noChannel } from './named-channels.ts';
import { channelWaitMs } from './decide-attempt.ts';
import { duePages, nextDueAt, type PageRow } from './due-pages.ts';
import { holdPage } from './hold-page.ts';
import { createLane, type Lane, type Way } from './lane.ts';
import { isLetter, type Letters } from './letters/index.ts';
import { claimPage, finishPage } from './page-rows.ts';
import type { RecordLine } from './plan.ts';
import type { RosterSource } from './roster.ts';
import { sendOnce, withinTime } from './send-once.ts';
import { readWithdrawal } from './read-withdrawal.ts';

/** One attempt that has ended. */
export interface AttemptEnd {
  caseId: number;
  outcome: SendResult['outcome'];
  /** Since the page was queued. */
  delaySeconds: number;
  /** It was a mail to a customer, and nobody's page. */
  isLetter?: true;
}

/** What the sender needs. */
export interface SenderNeeds {
  store: Store;
  channels: readonly ChannelInstance[];
  /** Those that reach people at addresses of their own, under the names that their methods have. */
  addressable?: readonly ChannelInstance[] | undefined;
  /** Mail to customers; undefined where there is none. */
  letters?: Letters | undefined;
  /** Most messages an hour to one person by a channel that rings; undefined for no limit. */
  mostAnHour?: number;
  /** Builds the message of a page from the case as it is now. */
  compose(page: PageRow): Promise<PageMessage>;
  /** The shards whose pages are ours, where other collectors send the others'; undefined for all. */
  shards?(): readonly number[] | undefined;
  /** False when another collector may be sending by now what was ours. */
  mayAct?(): boolean;
  record: RecordLine;
  /** Who can be paged when somebody is not reached. */
  roster: RosterSource;
  clock: Clock;
  log: Log;
  random(): number;
  /** An attempt has ended and is written down. */
  attempted(end: AttemptEnd): void;
}

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

/** How an attempt ended, and what its page said of the case. */
interface Sent {
  result: SendResult;
  /** Null when it was not composed, and of a mail to a customer. */
  said: Said | null;
}

/** A way with what is sent by it. */
interface SendingWay extends Way {
  /** Most messages to one person an hour; undefined for no limit. */
  mostAnHour?: number | undefined;
  attempt(row: PageRow): Promise<Sent>;
}

/** Looks at least this often, whatever it was told. */
const LONGEST_NAP_MS = 30_000;
const TROUBLE_NAP_MS = 1000;
/** Pages whose channel is no longer in the config, failed at a time. */
const ORPHANS = 50;
/** The same for their claim. */
const ORPHAN_WINDOW_MS = 60_000;
const FINISH_RETRY = { firstMs: 200, maxMs: 5000 };
const STOP_GRACE_MS = 1000;

/** Starts sending. */
export function createSender(needs: SenderNeeds): Sender {
  const { store, clock, log } = needs;
  const lanes = waysOf().map(createLane);
  const names = lanes.map((lane) => lane.way.name);
  const orphans = new Set<number>();
  const attempts = new Set<Promise<void>>();
  const ending = new AbortController();
  let stopping = false;
  let timer: Timer | undefined;
  let napsUntil = Number.POSITIVE_INFINITY;
  let looking = false;
  let lookAgain = false;

  function waysOf(): SendingWay[] {
    const ways = namedChannels(needs.channels, needs.addressable).map((one) => ({
      name: one.name,
      capabilities: one.capabilities,
      mostAnHour: one.capabilities.ringsPeople === true ? needs.mostAnHour : undefined,
      attempt: (row: PageRow) => sendPage(row, one),
    }));
    const { letters } = needs;
    if (letters === undefined) return ways;
    return [...ways, { ...letters, attempt: (row: PageRow) => sendLetter(row, letters) }];
  }

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
    for (const lane of lanes) await beginDue(lane, now);
    const lost = {
      now,
      channel: { noneOf: names },
      limit: ORPHANS,
      underWay: [...orphans],
      shards: needs.shards?.(),
    };
    for (const row of await duePages(store.db, lost)) begin(row, undefined);
    const moments = [
      await nextDueAt(store.db, now, needs.shards?.()),
      ...lanes.map((lane) => lane.nextRoomAt(now)),
    ];
    return Math.min(
      LONGEST_NAP_MS,
      ...moments.flatMap((at) => (at === undefined ? [] : [Math.max(1, at - now)])),
    );
  }

  async function beginDue(lane: Lane<SendingWay>, now: number): Promise<void> {
    const limit = lane.room(now);
    if (limit === 0) return;
    const channel = lane.way.name;
    const underWay = [...lane.running];
    const rows = await duePages(store.db, { now, channel, limit, underWay, shards: needs.shards?.() });
    for (const row of rows) begin(row, lane);
  }

  function begin(row: PageRow, lane: Lane<SendingWay> | undefined): void {
    if (stopping) return;
    if (lane === undefined) orphans.add(row.id);
    else lane.begin(row.id, clock.now());
    const work = attempt(row, lane)
      .then(() => undefined)
      .catch((error: unknown) => {
        log.error({ code: 'PAGE_ATTEMPT_LOST', page: row.key, err: error }, 'tried again after its window');
        return TROUBLE_NAP_MS;
      })
      .then((napMs) => {
        lane?.end(row.id);
        orphans.delete(row.id);
        attempts.delete(work);
        if (napMs === undefined) wake();
        else nap(napMs);
        return undefined;
      });
    attempts.add(work);
  }

  async function attempt(row: PageRow, lane: Lane<SendingWay> | undefined): Promise<void> {
    const windowMs = lane?.way.capabilities.idempotencyWindowMs ?? ORPHAN_WINDOW_MS;
    if (lane?.way.mostAnHour !== undefined) {
      const limit = { most: lane.way.mostAnHour, now: clock.now() };
      if (await holdPage(store, row, limit)) return;
    }
    if (!(await claimPage(store, row, { now: clock.now(), windowMs }))) return;
    const sent = lane === undefined ? notSent(unknownChannel(row)) : await send(row, lane);
    if (ending.signal.aborted && sent.result.outcome === 'retry') return;
    lane?.waitUntil(clock.now() + channelWaitMs(sent.result));
    await finish(row, sent);
  }

  async function send(row: PageRow, { way }: Lane<SendingWay>): Promise<Sent> {
    try {
      if (needs.mayAct?.() === false)
        return notSent({ outcome: 'retry', detail: 'another collector may have taken over' });
      return await way.attempt(row);
    } catch (error) {
      log.error({ page: row.key, channel: row.channel, err: error }, 'a channel threw instead of answering');
      return notSent({ outcome: 'retry', detail: 'the channel failed unexpectedly, see the log' });
    }
  }

  async function sendLetter(row: PageRow, { send: post, capabilities }: Letters): Promise<Sent> {
    const { timeoutMs } = capabilities;
    return notSent(
      await withinTime((signal) => post(row, signal), { timeoutMs, clock, signal: ending.signal }),
    );
  }

  async function sendPage(row: PageRow, named: NamedChannel): Promise<Sent> {
    const withdrawn = await readWithdrawal(store.db, row);
    if (withdrawn !== undefined) return notSent({ outcome: 'failed', detail: withdrawn });
    const to = instanceFor(named, row.address);
    if ('fault' in to) return notSent({ outcome: 'failed', detail: to.fault });
    const page = await needs.compose(row);
    const result = await sendOnce(to, page, { clock, signal: ending.signal });
    return { result, said: saidBy(page) };
  }

  /** How the attempt ended is known here and nowhere else: it is kept until it is written down. */
  async function finish(row: PageRow, { result, said }: Sent): Promise<void> {
    const now = clock.now();
    for (let failures = 1; ; failures++) {
      try {
        await finishPage(store, row, {
          result,
          said,
          now,
          random: needs.random(),
          record: needs.record,
          roster: needs.roster,
        });
        break;
      } catch (error) {
        if (stopping) throw error;
        log.error({ code: 'PAGE_NOT_WRITTEN', page: row.key, failures, err: error }, 'tried again');
        await pause(backoffMs(failures, FINISH_RETRY, 0.5));
      }
    }
    const { outcome } = result;
    const delaySeconds = (now - row.created_at) / 1000;
    const kind = isLetter(row.reason) ? { isLetter: true as const } : {};
    needs.attempted({ caseId: row.case_id, outcome, delaySeconds, ...kind });
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(ms, resolve);
    });
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

/** What a page says of its case, once it is delivered. */
function saidBy({ reason, case: { recoveredAt } }: PageMessage): Said {
  if (reason === 'resolved') return 'resolved';
  return recoveredAt === null ? 'wrong' : 'recovered';
}

function notSent(result: SendResult): Sent {
  return { result, said: null };
}

function unknownChannel(row: PageRow): SendResult {
  return { outcome: 'failed', detail: noChannel(row.channel) };
}
