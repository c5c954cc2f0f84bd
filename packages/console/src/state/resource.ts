import { type Signal, signal } from '@preact/signals';
import type { LiveChange } from '@watchcase/api';
import { type Fault, faultOf } from '../api/fault.ts';
import { after, every, type Timer } from '../clock.ts';

/** Something read from the server and read again when it changes. */
export interface Resource<T> {
  /** The last answer; undefined before the first. It stays while newer ones fail. */
  data: Signal<T | undefined>;
  /** Why the last reading failed; undefined when it did not. */
  fault: Signal<Fault | undefined>;
  /** Reads again now. */
  refresh(): void;
}

/** When a resource is read again, besides when the connection comes back. */
export interface Freshness {
  /** True for changes that may have changed it. */
  touchedBy?: (change: LiveChange) => boolean;
  /** At most once in this time, milliseconds. */
  restMs?: number | (() => number);
  /** Also this often, milliseconds. */
  everyMs?: number;
}

/** Where a resource hears that it may be old. */
export interface News {
  /** Changes at the server, until the returned function is called. */
  onChange(listener: (change: LiveChange) => void): () => void;
  /** Grows whenever the connection has come back. */
  comebacks: Signal<number>;
}

const REST_MS = 800;

/** Keeps `read`'s answer, once started, until it is stopped. */
export function createResource<T>(
  read: (signal: AbortSignal) => Promise<T>,
  { touchedBy, restMs = REST_MS, everyMs }: Freshness,
  news: News,
): Resource<T> & { start(): () => void } {
  const data = signal<T | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  let request: AbortController | undefined;
  let resting: Timer | undefined;
  let again = false;

  function refresh(): void {
    request?.abort();
    const mine = new AbortController();
    request = mine;
    again = false;
    resting?.cancel();
    resting = after(typeof restMs === 'number' ? restMs : restMs(), () => {
      resting = undefined;
      ready();
    });
    void take(mine);
  }

  async function take(mine: AbortController): Promise<void> {
    try {
      const answer = await read(mine.signal);
      if (!mine.signal.aborted) {
        data.value = answer;
        fault.value = undefined;
      }
    } catch (error) {
      if (!mine.signal.aborted) fault.value = faultOf(error);
    }
    if (request === mine) request = undefined;
    ready();
  }

  /** A change never cuts a reading short that is under way: on a slow line nothing would ever arrive. */
  function ready(): void {
    if (again && resting === undefined && request === undefined) refresh();
  }

  function touched(): void {
    again = true;
    ready();
  }

  function start(): () => void {
    refresh();
    const forget = news.onChange((change) => {
      if (touchedBy?.(change) === true) touched();
    });
    let first = true;
    const unfollow = news.comebacks.subscribe(() => {
      if (!first) touched();
      first = false;
    });
    const regularly = everyMs === undefined ? undefined : every(everyMs, touched);
    return () => {
      forget();
      unfollow();
      regularly?.cancel();
      again = false;
      resting?.cancel();
      request?.abort();
    };
  }

  return { data, fault, refresh, start };
}
