import type { Client } from 'aedes';

/** Who listens to which topic. Filters have no wildcards here: each client may hear exact topics only. */
export interface Audience {
  add(topic: string, client: Client): void;
  remove(client: Client): void;
  /**
   * Writes to each listener's own connection, so that one who does not read holds up nobody else. To such a one nothing more is written until it reads:
   * acknowledgements are cumulative, the next one says it all.
   */
  tell(topic: string, payload: string): void;
}

/** Bytes that may wait in one connection. */
const MOST_WAITING_BYTES = 65_536;

/** Nobody listens yet. */
export function createAudience(): Audience {
  const listeners = new Map<string, Set<Client>>();
  const topics = new Map<Client, Set<string>>();

  return {
    add(topic, client) {
      listeners.set(topic, (listeners.get(topic) ?? new Set()).add(client));
      topics.set(client, (topics.get(client) ?? new Set()).add(topic));
    },
    remove(client) {
      for (const topic of topics.get(client) ?? []) {
        const set = listeners.get(topic);
        set?.delete(client);
        if (set?.size === 0) listeners.delete(topic);
      }
      topics.delete(client);
    },
    tell(topic, payload) {
      for (const client of listeners.get(topic) ?? []) {
        if (waitingIn(client) > MOST_WAITING_BYTES) continue;
        client.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, ignore);
      }
    },
  };
}

/** A connection that has just ended; its client comes back and is told again. */
function ignore(): void {}

function waitingIn(client: Client): number {
  return 'writableLength' in client.conn ? client.conn.writableLength : 0;
}
