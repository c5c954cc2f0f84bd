import { backoffMs } from '@watchcase/runtime';
import type { PageMessage, Said, SendResult } from '../model/index.ts';
import { channelWaitMs } from './decide-attempt.ts';
import { digestOf } from './digest/digest-of.ts';
import { gatherPages, type OfOneCase } from './digest/gather-pages.ts';
import type { PageRow } from './due-pages.ts';
import { holdPage } from './hold-page.ts';
import type { Lane, Way } from './lane.ts';
import { isLetter, type Letters } from './letters/index.ts';
import { instanceFor, type NamedChannel, namedChannels, noChannel } from './named-channels.ts';
import { claimPage, finishPages, type PageEnd } from './page-rows.ts';
import { readWithdrawal } from './read-withdrawal.ts';
import { sendOnce, withinTime } from './send-once.ts';
import { endsIncident } from './services/incidents.ts';
import type { SenderNeeds } from './sender-needs.ts';

/** A way with what is sent by it. */
export interface SendingWay extends Way {
  /** Most messages to one person an hour; undefined for no limit. */
  mostAnHour?: number | undefined;
  /** Most cases that one message tells of; undefined where each page is a message. */
  mostCases?: number | undefined;
  /** Sends one message, and says how it ended for each of its pages. */
  send(pages: readonly OfOneCase[]): Promise<PageEnd[]>;
}

/** Makes attempts. */
export interface Attempts {
  ways: SendingWay[];
  /** Sends what stands in a row, with what goes along, and writes down how it ended. `lane` is undefined where the channel is gone. */
  attempt(row: PageRow, lane: Lane<SendingWay> | undefined): Promise<AttemptOutcome>;
}

/** `delivered`: nothing can be due because of it. `ended`: something may be: another try, another way, the mail that waited behind it. `not-sent`: it is to be sent later. */
export type AttemptOutcome = 'delivered' | 'ended' | 'not-sent';

/** For the claim of what has no channel. */
const ORPHAN_WINDOW_MS = 60_000;
const FINISH_RETRY = { firstMs: 200, maxMs: 5000 };

/** What sends by every channel of the config; `ending` is aborted when the collector ends, and `isStopping` true before that. */
export function createAttempts(
  needs: SenderNeeds,
  { ending, isStopping }: { ending: AbortSignal; isStopping(): boolean },
): Attempts {
  const { store, clock, log } = needs;
  /** What is gathered for messages: one after the other, so that each knows of those before it. */
  let gathering: Promise<unknown> = Promise.resolve();

  function waysOf(): SendingWay[] {
    const gapMs = needs.digestMs ?? 0;
    const ways = namedChannels(needs.channels, needs.addressable).map((one) => ({
      name: one.name,
      capabilities: one.capabilities,
      mostAnHour: one.capabilities.ringsPeople === true ? needs.mostAnHour : undefined,
      mostCases: gapMs > 0 ? one.capabilities.mostCases : undefined,
      send: (pages: readonly OfOneCase[]) => sendPages(pages, one),
    }));
    const { letters } = needs;
    if (letters === undefined) return ways;
    return [
      ...ways,
      { name: letters.name, capabilities: letters.capabilities, send: (pages) => sendLetter(pages, letters) },
    ];
  }

  async function attempt(row: PageRow, lane: Lane<SendingWay> | undefined): Promise<AttemptOutcome> {
    if (lane?.way.mostAnHour !== undefined) {
      const limit = { most: lane.way.mostAnHour, now: clock.now() };
      if (await holdPage(store, row, limit)) return 'not-sent';
    }
    const pages = await claim(row, lane?.way);
    if (pages.length === 0) return 'not-sent';
    const ends = lane === undefined ? ended(pages, unknownChannel(row)) : await send(pages, lane.way);
    if (ending.aborted && ends.some(({ result }) => result.outcome === 'retry')) return 'ended';
    for (const { result } of ends) lane?.waitUntil(clock.now() + channelWaitMs(result));
    await finish(ends);
    const isDone = !isLetter(row.reason) && ends.every(({ result }) => result.outcome === 'delivered');
    return isDone ? 'delivered' : 'ended';
  }

  async function claim(row: PageRow, way: SendingWay | undefined): Promise<OfOneCase[]> {
    const windowMs = way?.capabilities.idempotencyWindowMs ?? ORPHAN_WINDOW_MS;
    const most = way?.mostCases;
    if (most !== undefined) {
      const gather = () => {
        const gapMs = needs.digestMs ?? 0;
        return gatherPages(store, row, { now: clock.now(), gapMs, most, windowMs, shards: needs.shards?.() });
      };
      const gathered = gathering.then(gather);
      gathering = gathered.catch(() => undefined);
      return gathered;
    }
    const isOurs = await store.transaction((tx) => claimPage(tx, row, { now: clock.now(), windowMs }));
    return isOurs ? [[row]] : [];
  }

  async function send(pages: readonly OfOneCase[], way: SendingWay): Promise<PageEnd[]> {
    try {
      if (needs.mayAct?.() === false)
        return ended(pages, { outcome: 'retry', detail: 'another collector may have taken over' });
      return await way.send(pages);
    } catch (error) {
      const keys = pages.flat().map(({ key }) => key);
      log.error({ pages: keys, channel: way.name, err: error }, 'a channel threw instead of answering');
      return ended(pages, { outcome: 'retry', detail: 'the channel failed unexpectedly, see the log' });
    }
  }

  async function sendLetter(
    pages: readonly OfOneCase[],
    { send: post, capabilities: { timeoutMs } }: Letters,
  ): Promise<PageEnd[]> {
    const ends: PageEnd[] = [];
    for (const row of pages.flat()) {
      const result = await withinTime((signal) => post(row, signal), { timeoutMs, clock, signal: ending });
      ends.push({ row, result, said: null });
    }
    return ends;
  }

  /** One message with what is still wanted of all pages. */
  async function sendPages(pages: readonly OfOneCase[], named: NamedChannel): Promise<PageEnd[]> {
    const { ends, wanted } = await partWithdrawn(pages);
    const [head] = wanted.flat();
    if (head === undefined) return ends;
    const to = instanceFor(named, head.address);
    if ('fault' in to) return [...ends, ...ended(wanted, { outcome: 'failed', detail: to.fault })];
    const composed: { rows: OfOneCase; page: PageMessage }[] = [];
    for (const rows of wanted) {
      const newest = rows.at(-1) ?? rows[0];
      composed.push({ rows, page: await needs.compose(newest) });
    }
    const [first, ...others] = composed.map(({ page }) => page);
    if (first === undefined) return ends;
    const result = await sendOnce(to, digestOf([first, ...others]), { clock, signal: ending });
    return [...ends, ...endsOf(composed, result, named)];
  }

  async function partWithdrawn(pages: readonly OfOneCase[]) {
    const ends: PageEnd[] = [];
    const wanted: OfOneCase[] = [];
    for (const rows of pages) {
      const kept: PageRow[] = [];
      for (const row of rows) {
        const detail = await readWithdrawal(store.db, row);
        if (detail === undefined) kept.push(row);
        else ends.push({ row, result: { outcome: 'failed', detail }, said: null });
      }
      const [first, ...rest] = kept;
      if (first !== undefined) wanted.push([first, ...rest]);
    }
    return { ends, wanted };
  }

  /** How the attempt ended is known here and nowhere else: it is kept until it is written down. */
  async function finish(ends: readonly PageEnd[]): Promise<void> {
    const now = clock.now();
    const { record, roster } = needs;
    for (let failures = 1; ; failures++) {
      try {
        await finishPages(store, ends, { now, random: needs.random(), record, roster });
        break;
      } catch (error) {
        if (isStopping()) throw error;
        const keys = ends.map(({ row }) => row.key);
        log.error({ code: 'PAGE_NOT_WRITTEN', pages: keys, failures, err: error }, 'tried again');
        await pause(backoffMs(failures, FINISH_RETRY, 0.5));
      }
    }
    for (const { row, result } of ends) {
      const delaySeconds = (now - row.created_at) / 1000;
      const kind = isLetter(row.reason) ? { isLetter: true as const } : {};
      needs.attempted({ caseId: row.case_id, outcome: result.outcome, delaySeconds, ...kind });
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      clock.after(ms, resolve);
    });
  }

  return { ways: waysOf(), attempt };
}

/** The same end for each page of a message that told of nothing. */
function ended(pages: readonly OfOneCase[], result: SendResult): PageEnd[] {
  return pages.flat().map((row) => ({ row, result, said: null }));
}

/** The end of one message for each of its pages: what it said of their case, which others it told of, and by which newer page. */
function endsOf(
  composed: readonly { rows: OfOneCase; page: PageMessage }[],
  result: SendResult,
  { capabilities }: Pick<NamedChannel, 'capabilities'>,
): PageEnd[] {
  const numbers = composed.map(({ page }) => page.case.number);
  return composed.flatMap(({ rows, page }) => {
    const others = numbers.filter((number) => number !== page.case.number);
    return rows.map((row, index) => {
      const newer = index === rows.length - 1 ? {} : { newer: page.reason };
      const isAlone = others.length === 0 && rows.length === 1;
      return {
        row,
        result,
        said: saidBy(page, capabilities),
        ...(isAlone ? {} : { within: { others, ...newer } }),
      };
    });
  });
}

/** What a page says of its case, once it is delivered. One that asks somebody although all is quiet opens an incident, which ends with the case at the latest. */
function saidBy(page: PageMessage, { keepsIncidents }: NamedChannel['capabilities']): Said {
  if (page.reason === 'resolved') return 'resolved';
  const isOpen = keepsIncidents === true && !endsIncident(page);
  return page.case.recoveredAt === null || isOpen ? 'wrong' : 'recovered';
}

function unknownChannel(row: PageRow): SendResult {
  return { outcome: 'failed', detail: noChannel(row.channel) };
}
