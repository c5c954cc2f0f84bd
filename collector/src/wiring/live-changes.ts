import type { LiveChange } from '@watchcase/api';

/** Who follows what changes. */
export interface LiveChanges {
  /** Tells all listeners that these hosts and cases have changed. */
  tell(hosts: Iterable<string>, cases: Iterable<number>): void;
  /** Calls `listener` with what has changed, until the returned function is called. */
  subscribe(listener: (change: LiveChange) => void): () => void;
}

/** Nobody listens yet. */
export function createLiveChanges(): LiveChanges {
  const listeners = new Set<(change: LiveChange) => void>();
  return {
    tell(hosts, cases) {
      if (listeners.size === 0) return;
      const change = { hosts: [...hosts], cases: [...cases] };
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
