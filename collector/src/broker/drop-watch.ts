import type { Log } from '@watchcase/runtime';

/** Where Mosquitto says how many messages it has dropped since its start, every ten seconds (`sys_interval`). */
export const DROPPED_TOPIC = '$SYS/broker/publish/messages/dropped';

/** Follows how many messages the broker drops: it acknowledges them to the host all the same, and says nothing to anybody else. */
export interface DropWatch {
  /** A connection has begun: what was dropped before is nobody's news. */
  begin(): void;
  heard(payload: string): void;
}

/** Counts through `door`, warns through `log`. */
export function createDropWatch(door: { onDropped(count: number): void }, log: Log): DropWatch {
  let before: number | undefined;
  return {
    begin: () => (before = undefined),
    heard(payload) {
      const total = Number(payload);
      if (!Number.isSafeInteger(total) || total < 0) return;
      const count = total - (before ?? total);
      before = total;
      if (count <= 0) return;
      door.onDropped(count);
      log.warn(
        { code: 'BROKER_DROPS_MESSAGES', count },
        'the broker drops messages; hosts send them again, see max_queued_messages in docs/deploy-mosquitto.md',
      );
    },
  };
}
