import type { Clock, Log, Timer } from '@watchcase/runtime';
import type { Selectable } from 'kysely';
import type { PageMessage, SendResult } from '../model/index.ts';
import type { Store, Tables } from '../store/index.ts';
import type { ChannelInstance } from './config.ts';
import { claimPage, finishPage } from './page-rows.ts';
import type { RecordLine } from './plan.ts';

export type PageRow = Selectable<Tables['pages']>;

/** What the sender needs. */
export interface SenderNeeds {
  store: Store;
  channels: readonly ChannelInstance[];
  /** Builds the message of a page from the case as it is now. */
  compose(page: PageRow): Promise<PageMessage>;
  record: RecordLine;
  clock: Clock;
  log: Log;
  random(): number;
  /** Counts an attempt; `delaySeconds` since the page was queued. */
  counted(outcome: SendResult['outcome'], delaySeconds: number): void;
}

/** Sends what stands in `pages`; remembers nothing itself, so a crash forgets nothing. */
export interface Sender {
  /** Pages were queued: look now. */
  wake(): void;
  /** Begins no more attempts; resolves when those under way have ended. */
  stop(): Promise<void>;
}

const BATCH = 50;
/** Attempts at once per channel: a slow one holds up only itself. */
const PER_CHANNEL = 4;
/** Looks at least this often, whatever it was told. */
const LONGEST_NAP_MS = 30_000;
const MINUTE_MS = 60_000;

interface Lane {
  instance: ChannelInstance;
  running: number;
  /** When the attempts of the last minute began. */
  recent: number[];
}

/** Starts sending. */
export function createSender(needs: SenderNeeds): Sender {
  const { store, clock, log } = needs;
  const lanes = new Map(
    needs.channels.map((instance) => [instance.name, { instance, running: 0, recent: [] } as Lane]),
  );
  const underWay = new Map<number, Promise<void>>();
  let timer: Timer | undefined;
  let looking = false;
  let lookAgain = false;
  let stopping = false;

  function wake(): void {
    if (stopping) return;
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    lookAgain = false;
    timer?.cancel();
    void look()
      .catch((error: unknown) => {
        log.error({ code: 'PAGES_UNREADABLE', err: error }, 'pages cannot be read; tried again soon');
        return 1000;
      })
      .then((napMs) => {
        looking = false;
        if (lookAgain) wake();
        else timer = clock.after(napMs, wake);
        return undefined;
      });
  }

  /** Begins every attempt that may begin now; gives how long to wait for the next. */
  async function look(): Promise<number> {
    const now = clock.now();
    const rows = await store.db
      .selectFrom('pages')
      .selectAll()
      .where('finished_at', 'is', null)
      .where('next_at', '<=', now)
      .orderBy((query) => query.case().when('reason', '=', 'opened').then(0).else(1).end())
      .orderBy('id')
      .limit(BATCH)
      .execute();
    for (const row of rows) {
      const lane = lanes.get(row.channel);
      if (stopping || underWay.has(row.id)) continue;
      if (lane === undefined) begin(row, undefined);
      else if (mayBegin(lane, now)) begin(row, lane);
    }
    const next = await store.db
      .selectFrom('pages')
      .select((query) => query.fn.min('next_at').as('at'))
      .where('finished_at', 'is', null)
      .where('next_at', '>', now)
      .executeTakeFirst();
    const held = rows.some((row) => !underWay.has(row.id));
    return Math.min(held ? 1000 : LONGEST_NAP_MS, next?.at == null ? LONGEST_NAP_MS : next.at - now);
  }

  function mayBegin(lane: Lane, now: number): boolean {
    const { perMinute } = lane.instance.channel.capabilities;
    lane.recent = lane.recent.filter((began) => now - began < MINUTE_MS);
    return lane.running < PER_CHANNEL && (perMinute === null || lane.recent.length < perMinute);
  }

  function begin(row: PageRow, lane: Lane | undefined): void {
    if (lane !== undefined) {
      lane.running++;
      lane.recent.push(clock.now());
    }
    const work = attempt(row, lane)
      .catch((error: unknown) =>
        log.error({ code: 'PAGE_ATTEMPT_LOST', page: row.key, err: error }, 'tried again after its window'),
      )
      .then(() => {
        if (lane !== undefined) lane.running--;
        underWay.delete(row.id);
        wake();
        return undefined;
      });
    underWay.set(row.id, work);
  }

  async function attempt(row: PageRow, lane: Lane | undefined): Promise<void> {
    const windowMs = lane?.instance.channel.capabilities.idempotencyWindowMs ?? MINUTE_MS;
    const claimed = await claimPage(store, row, { now: clock.now(), windowMs });
    if (!claimed) return;
    const result = lane === undefined ? unknownChannel(row) : await send(row, lane);
    const now = clock.now();
    needs.counted(result.outcome, (now - row.created_at) / 1000);
    await finishPage(store, row, { result, now, random: needs.random(), record: needs.record });
  }

  async function send(row: PageRow, lane: Lane): Promise<SendResult> {
    const { channel, options } = lane.instance;
    const abort = new AbortController();
    const timeout = clock.after(channel.capabilities.timeoutMs, () => abort.abort(new Error('timed out')));
    try {
      return await channel.send(await needs.compose(row), options, abort.signal);
    } catch (error) {
      log.error({ page: row.key, channel: row.channel, err: error }, 'a channel threw instead of answering');
      return { outcome: 'retry', detail: 'the channel failed unexpectedly, see the log' };
    } finally {
      timeout.cancel();
    }
  }

  return {
    wake,
    async stop() {
      stopping = true;
      timer?.cancel();
      await Promise.all(underWay.values());
    },
  };
}

function unknownChannel(row: PageRow): SendResult {
  return { outcome: 'failed', detail: `there is no channel "${row.channel}" any more` };
}
