import { computed, effect, signal } from '@preact/signals';
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
/** Counts how often the line has come up: what was missed meanwhile must be read again. */
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

/** What the address of the line says of hosts. */
const followed = computed(() => {
  const all = [...wanted.value.values()];
  if (all.includes('all')) return '';
  const ids = new Set(all.flat());
  return `?hosts=${ids.size === 0 ? 'none' : [...ids].map(encodeURIComponent).toSorted().join(',')}`;
});
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

/** Follows the server's changes for as long as somebody is signed in; comes back by itself. Gives how to stop. */
export function followLive(): () => void {
  let stopped = false;
  let failures = 0;
  let waiting: Timer | undefined;
  let line = new AbortController();
  let silence: Timer | undefined;
  let settling: Timer | undefined;
  /** The line is let go of in favour of another one that tells of other hosts. */
  let isChanged = false;
  let address = '';

  function heard(): void {
    silence?.cancel();
    silence = after(SILENCE_MS, () => line.abort());
    connection.value = { state: 'live', heardAt: deviceNow() };
  }

  async function listen(): Promise<void> {
    line = new AbortController();
    silence?.cancel();
    silence = after(SILENCE_MS, () => line.abort());
    address = followed.peek();
    const response = await fetch(`/api/v1/live${address}`, {
      signal: line.signal,
      credentials: 'same-origin',
    });
    if (response.status === 401) session.value = null;
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    heard();
    failures = 0;
    comebacks.value++;
    const read = createEventReader();
    // Not every phone can iterate over a stream: it is read by hand.
    const stream = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await stream.read(); !part.done; part = await stream.read()) {
      heard();
      for (const data of read(part.value)) tell(liveChangeSchema.parse(JSON.parse(data)));
    }
  }

  function run(): void {
    waiting?.cancel();
    waiting = undefined;
    void listen()
      .catch(() => undefined)
      .then(() => {
        silence?.cancel();
        if (stopped) return undefined;
        if (isChanged) {
          isChanged = false;
          run();
          return undefined;
        }
        connection.value = { ...connection.value, state: 'lost' };
        const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
        failures++;
        waiting = after(longest * (0.5 + Math.random() / 2), run);
        return undefined;
      });
  }

  /** No need to wait when the reader is back, or the network is; and a phone that slept must not trust a line that has been silent since. */
  function hurry(): void {
    if (document.visibilityState !== 'visible') return;
    if (waiting !== undefined) run();
    else if (connection.value.state === 'live' && deviceNow() - connection.value.heardAt > BEAT_MS)
      line.abort();
  }

  run();
  const unfollow = effect(() => {
    const now = followed.value;
    settling?.cancel();
    settling = after(SETTLE_MS, () => {
      if (now === address || connection.value.state !== 'live') return;
      isChanged = true;
      line.abort();
    });
  });
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  const stopChecking = checkTime();
  return () => {
    stopped = true;
    unfollow();
    settling?.cancel();
    stopChecking();
    waiting?.cancel();
    silence?.cancel();
    line.abort();
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
