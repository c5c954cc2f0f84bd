import type { Clock, Timer } from '@watchcase/runtime';
import type { PoolClient } from 'pg';

/** Ends connections whose server does not answer: what waits on them fails then, and is tried again on others. */
export interface Patience {
  watch(client: PoolClient): void;
  stop(): void;
}

const LOOK_MS = 1000;

/**
 * Looks every second which connection has waited longer than `mostMs` for the end of one statement, and ends it. It is ended and not merely given up: a statement that is still
 * carried out later would leave its transaction open under whoever has the connection then.
 */
export function createPatience(mostMs: number, clock: Clock): Patience {
  const waiting = new Map<PoolClient, { count: number; since: number }>();
  let looking: Timer | undefined;
  let stopped = false;

  function look(): void {
    looking = undefined;
    const now = clock.monotonic();
    for (const [client, { since }] of waiting) {
      if (now - since <= mostMs) continue;
      waiting.delete(client);
      // The stream is not part of the driver's types.
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    }
    if (waiting.size > 0) begin();
  }

  function begin(): void {
    if (!stopped) looking ??= clock.after(LOOK_MS, look);
  }

  function asked(client: PoolClient): void {
    const known = waiting.get(client);
    if (known === undefined) waiting.set(client, { count: 1, since: clock.monotonic() });
    else known.count++;
    begin();
  }

  function answered(client: PoolClient): void {
    const known = waiting.get(client);
    if (known === undefined) return;
    known.count--;
    known.since = clock.monotonic();
    if (known.count === 0) waiting.delete(client);
  }

  return {
    watch(client) {
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      const watched = (...args: unknown[]): unknown => {
        const result = query(...args);
        if (!(result instanceof Promise)) return result;
        asked(client);
        return result.finally(() => answered(client));
      };
      client.query = watched as typeof client.query;
    },
    stop() {
      stopped = true;
      looking?.cancel();
    },
  };
}
