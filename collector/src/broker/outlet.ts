import type { Writable } from 'node:stream';

/**
 * The one way by which anything is sent over a connection: what is written in one turn of the event loop, or while the other end does not read, is gathered and goes
 * out together. What waits has a bound that whoever writes looks at.
 */
export interface Outlet {
  write(bytes: Buffer): void;
  /** Sends what was gathered now: nothing more will follow. */
  flush(): void;
  /** Bytes that the system has not taken yet. */
  waiting(): number;
  /** True when as much waits as may: nothing more is to be written or, whatever asks for an answer, read. `cleared` follows. */
  isFull(): boolean;
  /** Grows whenever the system has taken something. */
  taken(): number;
}

const LEAST_GATHERED = 256;

/** Builds one over a stream. `cleared` is called when there is room again after `isFull` was true. */
export function createOutlet(stream: Writable, mostBytes: number, cleared: () => void): Outlet {
  let gathered: Buffer = EMPTY;
  let count = 0;
  let scheduled = false;
  let wasFull = false;
  let taken = 0;

  /** One alone is not copied; behind it they are, into a buffer that grows by doubling. */
  function gather(bytes: Buffer): void {
    const wanted = count + bytes.length;
    if (count === 0) gathered = bytes;
    else {
      if (wanted > gathered.length) {
        const larger = Buffer.allocUnsafe(Math.max(wanted, 2 * count, LEAST_GATHERED));
        gathered.copy(larger, 0, 0, count);
        gathered = larger;
      }
      bytes.copy(gathered, count);
    }
    count = wanted;
  }

  function flush(): void {
    scheduled = false;
    if (count === 0) return;
    // The stream keeps the buffer until it has gone: never written over.
    const bytes = gathered.subarray(0, count);
    gathered = EMPTY;
    count = 0;
    stream.write(bytes, onTaken);
  }

  function onTaken(error?: Error | null): void {
    if (error != null) return;
    taken++;
    if (stream.writableLength === 0) flush();
    if (!wasFull || isFull()) return;
    wasFull = false;
    cleared();
  }

  function isFull(): boolean {
    const full = count + stream.writableLength >= mostBytes;
    if (full) wasFull = true;
    return full;
  }

  return {
    write(bytes) {
      gather(bytes);
      if (scheduled || stream.writableLength > 0) return;
      scheduled = true;
      process.nextTick(flush);
    },
    flush,
    waiting: () => count + stream.writableLength,
    isFull,
    taken: () => taken,
  };
}

const EMPTY = Buffer.alloc(0);
