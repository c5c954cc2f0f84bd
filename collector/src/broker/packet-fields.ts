import { isUtf8 } from 'node:buffer';
import type { Frame } from './frames.ts';

/** The fields of a packet's body, one after another (MQTT 3.1.1 §1.5). After one that is not there, or not as it must be, nothing is sound. */
export interface PacketFields {
  byte(): number;
  /** Two bytes. */
  number(): number;
  /** Bytes behind their length. */
  bytes(): Buffer;
  /** The same as text: UTF-8 without a zero character. */
  text(): string;
  /** Bytes that are left. */
  left(): number;
  /** False once a field was missing or malformed; what was read then is empty. */
  sound(): boolean;
}

/** Begins behind the fixed header. */
export function fieldsOf({ bytes, from, to }: Pick<Frame, 'bytes' | 'from' | 'to'>): PacketFields {
  let at = from;
  let sound = true;

  /** Where the next `length` bytes begin; they are there only while all is sound. */
  function step(length: number): number {
    const here = at;
    if (to - at < length) sound = false;
    else at += length;
    return here;
  }

  function number(): number {
    const here = step(2);
    return sound ? bytes.readUInt16BE(here) : 0;
  }

  function field(): Buffer {
    const length = number();
    const here = step(length);
    return sound ? bytes.subarray(here, here + length) : EMPTY;
  }

  return {
    byte() {
      const here = step(1);
      return sound ? (bytes[here] ?? 0) : 0;
    },
    number,
    bytes: field,
    text() {
      const found = field();
      if (!isUtf8(found) || found.includes(0)) sound = false;
      return sound ? found.toString('utf8') : '';
    },
    left: () => to - at,
    sound: () => sound,
  };
}

const EMPTY = Buffer.alloc(0);
