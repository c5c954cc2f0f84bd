import type { HeardChange } from '../http/index.ts';

/** Who follows what changes. */
export interface LiveChanges {
  /** Tells all listeners that these have changed. */
  tell(change: { [K in keyof HeardChange]?: Iterable<HeardChange[K][number]> }): void;
  /** Calls `listener` with what has changed, until the returned function is called. */
  subscribe(listener: (change: HeardChange) => void): () => void;
}

/** Nobody listens yet. */
export function createLiveChanges(): LiveChanges {
  const listeners = new Set<(change: HeardChange) => void>();
  return {
    tell({ hosts = [], cases = [], forCustomers = [] }) {
      if (listeners.size === 0) return;
      const change = { hosts: [...hosts], cases: [...cases], forCustomers: [...forCustomers] };
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
