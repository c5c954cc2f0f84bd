/**
 * One MQTT control packet within the bytes that were received: `first` is its first byte, it lies in `bytes` from `at` to `to`, its
 * body from `from` on.
 */
export interface Frame {
  first: number;
  bytes: Buffer;
  at: number;
  from: number;
  to: number;
}

/** What became of the bytes: all complete packets were taken, one was not taken yet, or one announces more bytes than allowed. */
export type FramesOutcome = 'taken' | 'held' | 'too_long';

/** Cuts one MQTT byte stream into packets. */
export interface Frames {
  /** Takes what has come. After `held` the packet that was not taken comes first at the next call; an empty chunk is enough for it. */
  push(chunk: Buffer): FramesOutcome;
  /** Bytes that wait: of a packet that is not complete, or of packets that were not taken. */
  waiting(): number;
}

const LEAST_GATHERED = 256;
/** The longest length of a packet has four bytes (MQTT 3.1.1 §2.2.3). */
const LONGEST_LENGTH = 4;

/**
 * `most` tells how long a packet may be at the moment, in bytes behind its fixed header; a longer one is found by its announcement, before it is
 * gathered. `take` gives false for a packet that cannot be taken yet; its frame is valid during the call, bytes may be kept.
 */
export function createFrames(most: () => number, take: (frame: Frame) => boolean): Frames {
  let gathered: Buffer | undefined;
  let count = 0;

  /** Behind what waits already, in a buffer that grows by doubling: a sender of single bytes costs no more than others. */
  function gather(chunk: Buffer): void {
    const wanted = count + chunk.length;
    if (gathered === undefined || gathered.length < wanted) {
      const larger = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * count, LEAST_GATHERED));
      gathered?.copy(larger, 0, 0, count);
      gathered = larger;
    }
    chunk.copy(gathered, count);
    count = wanted;
  }

  return {
    push(chunk) {
      if (gathered === undefined && chunk.length === 0) return 'taken';
      if (gathered !== undefined) gather(chunk);
      const bytes = gathered === undefined ? chunk : gathered.subarray(0, count);
      const { outcome, at } = cut(bytes, most, take);
      if (at === 0 && gathered !== undefined) return outcome;
      // What was taken may be kept by others: never written over.
      gathered = undefined;
      count = 0;
      if (at < bytes.length) gather(bytes.subarray(at));
      return outcome;
    },
    waiting: () => count,
  };
}

/** Takes the complete packets at the beginning of `bytes`; `at` is where the rest begins. */
function cut(
  bytes: Buffer,
  most: () => number,
  take: (frame: Frame) => boolean,
): { outcome: FramesOutcome; at: number } {
  let at = 0;
  for (;;) {
    let length = 0;
    let from = at + 1;
    for (let shift = 0; ; shift += 7, from++) {
      if (from >= bytes.length) return { outcome: 'taken', at };
      const byte = bytes[from] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
      if (length > most() || from - at > LONGEST_LENGTH) return { outcome: 'too_long', at };
      if (byte < 0x80) break;
    }
    const to = from + 1 + length;
    if (to > bytes.length) return { outcome: 'taken', at };
    if (!take({ first: bytes[at] ?? 0, bytes, at, from: from + 1, to })) return { outcome: 'held', at };
    at = to;
    if (at === bytes.length) return { outcome: 'taken', at };
  }
}
