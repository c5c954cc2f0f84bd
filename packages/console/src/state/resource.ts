import { type Signal, signal } from '@preact/signals';
import type { LiveChange } from '@watchcase/api';
import { useEffect, useMemo } from 'preact/hooks';
import { type Fault, faultOf } from '../api/fault.ts';
import { comebacks, onChange } from '../api/live.ts';
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
  restMs?: number;
  /** Also this often, milliseconds. */
  everyMs?: number;
}

const REST_MS = 800;

/** Reads `read`'s answer while the component is on screen; begins anew when `key` changes. */
export function useResource<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  freshness: Freshness = {},
): Resource<T> {
  const kept = useMemo(() => createResource(read, freshness), [key]);
  useEffect(() => kept.start(), [kept]);
  return kept;
}

function createResource<T>(
  read: (signal: AbortSignal) => Promise<T>,
  { touchedBy, restMs = REST_MS, everyMs }: Freshness,
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
    resting = after(restMs, () => {
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
    const forget = onChange((change) => {
      if (touchedBy?.(change) === true) touched();
    });
    let first = true;
    const unfollow = comebacks.subscribe(() => {
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
