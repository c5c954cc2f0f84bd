/** One who can be told something. */
export interface Listener {
  tell(topic: string, payload: string): void;
}

/** Who listens to which topic. Filters have no wildcards here: each client may hear exact topics only. */
export interface Audience<L extends Listener = Listener> {
  add(topic: string, listener: L): void;
  remove(topic: string, listener: L): void;
  tell(topic: string, payload: string): void;
}

/** Nobody listens yet. */
export function createAudience<L extends Listener>(): Audience<L> {
  const listeners = new Map<string, L[]>();
  return {
    add(topic, listener) {
      const known = listeners.get(topic);
      if (known === undefined) listeners.set(topic, [listener]);
      else if (!known.includes(listener)) known.push(listener);
    },
    remove(topic, listener) {
      const left = listeners.get(topic)?.filter((one) => one !== listener) ?? [];
      if (left.length === 0) listeners.delete(topic);
      else listeners.set(topic, left);
    },
    tell(topic, payload) {
      for (const listener of listeners.get(topic) ?? []) listener.tell(topic, payload);
    },
  };
}
