import type { ChannelCapabilities } from './contract.ts';

/** Attempts at once per channel: a slow one holds up only itself. */
const MOST_AT_ONCE = 4;
const MINUTE_MS = 60_000;

/** One way out of the queue: a channel, or mail to customers. */
export interface Way {
  name: string;
  capabilities: ChannelCapabilities;
}

/** One way's share of the sender: what it is sending, and how much of its minute is used up. */
export interface Lane<W extends Way> {
  way: W;
  /** Ids of the pages being sent. */
  readonly running: Set<number>;
  /** How many attempts may begin at `now`. */
  room(now: number): number;
  /** When there will be room again after a full minute or a wait; undefined when there is nothing to wait for. */
  nextRoomAt(now: number): number | undefined;
  /** Nothing begins before `at`: the other side takes nothing until then. */
  waitUntil(at: number): void;
  /** Takes one place until `end`; where nothing was sent after all, it does not count for the minute. */
  begin(pageId: number, now: number): void;
  end(pageId: number, isSent?: boolean): void;
}

/** An empty lane. */
export function createLane<W extends Way>(way: W): Lane<W> {
  const { perMinute } = way.capabilities;
  const running = new Set<number>();
  let began: { pageId: number; at: number }[] = [];
  let waitsUntil = 0;

  function leftOfMinute(now: number): number {
    if (perMinute === null) return Number.POSITIVE_INFINITY;
    began = began.filter(({ at }) => now - at < MINUTE_MS);
    return perMinute - began.length;
  }

  return {
    way,
    running,
    room: (now) =>
      now < waitsUntil ? 0 : Math.max(0, Math.min(MOST_AT_ONCE - running.size, leftOfMinute(now))),
    nextRoomAt(now) {
      const [first] = began;
      const full = leftOfMinute(now) > 0 || first === undefined ? undefined : first.at + MINUTE_MS;
      return now < waitsUntil ? Math.max(waitsUntil, full ?? 0) : full;
    },
    waitUntil(at) {
      waitsUntil = Math.max(waitsUntil, at);
    },
    begin(pageId, now) {
      running.add(pageId);
      if (perMinute !== null) began.push({ pageId, at: now });
    },
    end(pageId, isSent = true) {
      running.delete(pageId);
      const last = began.findLastIndex((one) => one.pageId === pageId);
      if (!isSent && last >= 0) began.splice(last, 1);
    },
  };
}
