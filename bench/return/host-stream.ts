import {
  type EpochFlow,
  giveUpOn,
  goBack,
  newFlow,
  noteAck,
  noteSent,
  roomOf,
  waitedFor,
  type WindowBounds,
} from '@watchcase/agent/uplink/epoch-flow.ts';
import { backoffMs, systemClock } from '@watchcase/runtime';

/** One epoch of a host that came back: its messages are made when they are sent, so that an hour of them takes no memory. */
export interface HostStream {
  readonly epoch: number;
  readonly acknowledged: number;
  /** Sends what the window allows. */
  pump(now: number): void;
  onAck(seq: number, now: number): void;
  /** The answer to the connect repeats the cursor without telling of a gap. */
  greeted(seq: number): void;
  /** Sends again when nothing was answered for too long. */
  retry(now: number): void;
}

/** As the agent's sender has them. */
export const LIVE: WindowBounds = { least: 8, first: 64, most: 256 };
export const BACKLOG: WindowBounds = { least: 4, first: 16, most: 256 };
const ANSWER = { firstMs: 8000, maxMs: 60_000 };

/** What a stream is made of. Times given to its methods are monotonic milliseconds. */
export interface StreamOptions {
  epoch: number;
  bounds: WindowBounds;
  /** Its last message so far. */
  last(): number;
  send(seq: number): void;
  /** Quiet live readings are answered together after this long at the latest; 0 for backlog. */
  togetherMs: number;
}

/** Keeps one epoch under the collector's acknowledgements, with the agent's own window. */
export function createHostStream({ epoch, bounds, last, send, togetherMs }: StreamOptions): HostStream {
  const flow: EpochFlow = newFlow(0, bounds);
  let acknowledged = 0;
  let isResting = false;
  let attempt = 1;
  let patienceMs = patience();

  function patience(): number {
    return backoffMs(attempt, ANSWER, Math.random());
  }

  function pump(now: number): void {
    const rest = flow.restUntil - now;
    if (rest > 0 && togetherMs === 0) return restFor(rest);
    const until = Math.min(last(), flow.sent + roomOf(flow));
    for (let seq = flow.sent + 1; seq <= until; seq++) {
      noteSent(flow, seq, { now, togetherMs: acknowledged > 0 ? togetherMs : 0 });
      send(seq);
    }
  }

  function restFor(ms: number): void {
    if (isResting) return;
    isResting = true;
    systemClock.after(Math.ceil(ms), () => {
      isResting = false;
      pump(systemClock.monotonic());
    });
  }

  return {
    epoch,
    get acknowledged() {
      return acknowledged;
    },
    pump,
    onAck(seq, now) {
      const effect = noteAck(flow, { seq, now }, bounds);
      if (effect === 'progress') {
        attempt = 1;
        patienceMs = patience();
      }
      acknowledged = Math.max(acknowledged, seq);
      if (effect === 'gap') goBack(flow, acknowledged);
    },
    greeted: (seq) => (flow.answeredGapAt = seq),
    retry(now) {
      if (waitedFor(flow, now) < patienceMs) return;
      giveUpOn(flow, acknowledged, bounds);
      attempt++;
      patienceMs = patience();
      pump(now);
    },
  };
}
