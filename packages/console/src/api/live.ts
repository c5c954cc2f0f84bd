import { computed, signal } from '@preact/signals';
import { type LiveChange, liveChangeSchema } from '@watchcase/api';
import { after, deviceNow, type Timer } from '../clock.ts';
import { session } from '../state/session.ts';
import { createEventReader } from './event-stream.ts';
import { readSession } from './sign-in.ts';

/** How the line for live changes stands. */
export interface Connection {
  state: 'connecting' | 'live' | 'lost';
  /** This device's clock when the server was last heard, Unix milliseconds; 0 before the first time. */
  heardAt: number;
}

/** What is shown is live, or as old as `heardAt`. */
export const connection = signal<Connection>({ state: 'connecting', heardAt: 0 });
/** Counts how often the line has come up: what was read before must be read again, since of what changed meanwhile nobody told. */
export const comebacks = signal(0);

const listeners = new Set<(change: LiveChange) => void>();

/** Hears of changes until the returned function is called. */
export function onChange(listener: (change: LiveChange) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whose changes a page wants to hear of: a part of it, by a name of its own. */
const wanted = signal<ReadonlyMap<symbol, readonly string[] | 'all'>>(new Map());

/** Hears of changes of these hosts, too, until the returned function is called: of others nothing is sent. */
export function followHosts(ids: readonly string[] | 'all'): () => void {
  const name = Symbol('part of a page');
  wanted.value = new Map([...wanted.peek(), [name, ids]]);
  return () => {
    wanted.value = new Map([...wanted.peek()].filter(([other]) => other !== name));
  };
}

/** Whom the line tells of. */
const followed = computed<readonly string[] | 'all'>(() => {
  const all = [...wanted.value.values()];
  return all.includes('all') ? 'all' : [...new Set(all.flat())].toSorted();
});

function addressOf(hosts: readonly string[] | 'all'): string {
  if (hosts === 'all') return '/api/v1/live';
  return `/api/v1/live?hosts=${hosts.length === 0 ? 'none' : hosts.map(encodeURIComponent).join(',')}`;
}
/** Parts of a page come and go together. */
const SETTLE_MS = 100;

/** The server says something at least every 15 s. */
const BEAT_MS = 16_000;
/** A line that is silent for longer than this is dead. */
const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
/** The server's time is asked for again this often: either clock may be set. */
const TIME_CHECK_MS = 120_000;

/** One line: whom it tells of, whether it is open now, and when it is over. */
interface Line {
  hosts: readonly string[] | 'all';
  isOpen: boolean;
  ended: Promise<void>;
  stop(): void;
}

function openLine(hosts: Line['hosts'], opened: () => void): Line {
  const end = new AbortController();
  let silence = after(SILENCE_MS, stop);
  const line: Line = {
    hosts,
    isOpen: false,
    stop,
    ended: follow()
      .catch(() => undefined)
      .finally(over),
  };
  return line;

  function stop(): void {
    end.abort();
  }

  function over(): void {
    line.isOpen = false;
    silence.cancel();
  }

  function heard(): void {
    silence.cancel();
    silence = after(SILENCE_MS, stop);
    connection.value = { state: 'live', heardAt: deviceNow() };
  }

  async function follow(): Promise<void> {
    const response = await fetch(addressOf(hosts), { signal: end.signal, credentials: 'same-origin' });
    if (response.status === 401) session.value = null;
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    line.isOpen = true;
    heard();
    opened();
    const read = createEventReader();
    // Not every phone can iterate over a stream: it is read by hand.
    const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await stream.read(); !part.done; part = await stream.read()) {
      heard();
      for (const data of read(part.value)) tell(liveChangeSchema.parse(JSON.parse(data)));
    }
  }
}

/** A line has taken the place of another one, or of none: says what may have been missed. Nothing of what both tell of, where the one before was open until now. */
function takeOver({ hosts }: Line, before: Line | undefined): void {
  const isGap = before === undefined || !before.isOpen || (hosts === 'all' && before.hosts !== 'all');
  before?.stop();
  if (isGap) {
    comebacks.value++;
    return;
  }
  const added = hosts === 'all' || before.hosts === 'all' ? [] : missing(hosts, before.hosts);
  if (added.length > 0) tell({ hosts: added, cases: [] });
}

function missing(hosts: readonly string[], among: readonly string[]): string[] {
  return hosts.filter((id) => !among.includes(id));
}

/** Follows the server's changes for as long as somebody is signed in; comes back by itself. Gives how to stop. */
export function followLive(): () => void {
  let stopped = false;
  let failures = 0;
  let waiting: Timer | undefined;
  let settling: Timer | undefined;
  let line = run(undefined);

  /** Opens a line; the one before tells until the new one does. */
  function run(before: Line | undefined): Line {
    waiting?.cancel();
    waiting = undefined;
    const mine = openLine(followed.peek(), () => {
      failures = 0;
      takeOver(mine, before);
      settle();
    });
    void mine.ended.then(() => {
      before?.stop();
      if (stopped || line !== mine) return undefined;
      connection.value = { ...connection.value, state: 'lost' };
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
      failures++;
      waiting = after(longest * (0.5 + Math.random() / 2), () => (line = run(undefined)));
      return undefined;
    });
    return mine;
  }

  /** Other hosts are looked at than those that the line tells of. */
  function settle(): void {
    settling?.cancel();
    settling = after(SETTLE_MS, () => {
      if (line.isOpen && addressOf(followed.peek()) !== addressOf(line.hosts)) line = run(line);
    });
  }

  /** No need to wait when the reader is back, or the network is; and a phone that slept must not trust a line that has been silent since. */
  function hurry(): void {
    if (document.visibilityState !== 'visible') return;
    if (waiting !== undefined) line = run(undefined);
    else if (connection.value.state === 'live' && deviceNow() - connection.value.heardAt > BEAT_MS)
      line.stop();
  }

  const unfollow = followed.subscribe(settle);
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  const stopChecking = checkTime();
  return () => {
    stopped = true;
    unfollow();
    settling?.cancel();
    stopChecking();
    waiting?.cancel();
    line.stop();
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', hurry);
    connection.value = { state: 'connecting', heardAt: 0 };
  };
}

function checkTime(): () => void {
  let timer = after(TIME_CHECK_MS, check);
  function check(): void {
    void readSession().catch(() => undefined);
    timer = after(TIME_CHECK_MS, check);
  }
  return () => timer.cancel();
}

function tell(change: LiveChange): void {
  for (const listener of listeners) listener(change);
}
