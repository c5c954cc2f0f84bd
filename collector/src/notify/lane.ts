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
  /** When there will be room again after a full minute; undefined when the minute is not full. */
  nextRoomAt(now: number): number | undefined;
  /** Takes one place until `end`. */
  begin(pageId: number, now: number): void;
  end(pageId: number): void;
}

/** An empty lane. */
export function createLane<W extends Way>(way: W): Lane<W> {
  const { perMinute } = way.capabilities;
  const running = new Set<number>();
  let began: number[] = [];

  function leftOfMinute(now: number): number {
    if (perMinute === null) return Number.POSITIVE_INFINITY;
    began = began.filter((at) => now - at < MINUTE_MS);
    return perMinute - began.length;
  }

  return {
    way,
    running,
    room: (now) => Math.max(0, Math.min(MOST_AT_ONCE - running.size, leftOfMinute(now))),
    nextRoomAt(now) {
      const [first] = began;
      return leftOfMinute(now) > 0 || first === undefined ? undefined : first + MINUTE_MS;
    },
    begin(pageId, now) {
      running.add(pageId);
      if (perMinute !== null) began.push(now);
    },
    end: (pageId) => void running.delete(pageId),
  };
}
