import type { Clock, Timer } from '@watchcase/runtime';

/** A word sent through a broker to ourselves, again and again: a broker hands over in order, so when one is back, all that came to the broker before it has been handed over, and what follows came after it. */
export interface Echo {
  /** The broker lets us hear them. */
  begin(): void;
  /** The connection has ended, and whatever was under way with it. */
  end(): void;
  /** One is back. */
  heard(payload: string): void;
  /** All that the broker had taken for us until then has been handed over, Unix milliseconds; `now` while none has come back, since it may keep them from us. */
  heardUntil(now: number): number;
  /** When what is handed over `now` came to the broker: now, as long as it does not keep it for more than a second. */
  cameAt(now: number): number;
}

/** Short beside the intervals in which hosts speak. */
const EVERY_MS = 250;
/** However long the broker keeps them, silence is seen no later than this; rules that were changed may keep them for ever. */
const MOST_MS = 60_000;
/** What is kept for less is handed over at once: echoes are not closer to each other than they are. */
const AT_ONCE_MS = 1000;

/** `say` sends one. */
export function createEcho(say: (payload: string) => void, clock: Clock): Echo {
  /** Those under way and when they went, by their number; monotonic, as all here: the wall clock may be set meanwhile. */
  let sent = new Map<number, number>();
  let last = 0;
  /** When the newest went that is back. */
  let until: number | undefined;
  let timer: Timer | undefined;

  function next(): void {
    const now = clock.monotonic();
    // What is older counts no more.
    for (const [number, at] of sent) if (now - at > MOST_MS) sent.delete(number);
    sent.set(++last, now);
    say(String(last));
    timer = clock.after(EVERY_MS, next);
  }

  function lateMs(): number {
    return until === undefined ? 0 : Math.min(clock.monotonic() - until, MOST_MS);
  }

  return {
    begin() {
      timer?.cancel();
      next();
    },
    end() {
      timer?.cancel();
      sent = new Map();
      until = undefined;
    },
    heard(payload) {
      const at = sent.get(Number(payload));
      if (at === undefined) return;
      until = at;
      for (const number of sent.keys()) if (number <= Number(payload)) sent.delete(number);
    },
    heardUntil: (now) => now - lateMs(),
    cameAt: (now) => (lateMs() > AT_ONCE_MS ? now - lateMs() : now),
  };
}
