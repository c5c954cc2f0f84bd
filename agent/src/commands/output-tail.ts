import { StringDecoder } from 'node:string_decoder';

/** Keeps the last characters of a stream of bytes. */
export interface OutputTail {
  add(chunk: Buffer): void;
  /** The last characters, at most as many as were asked for; never half a character. */
  text(): string;
}

/** A tail of at most `characters` UTF-16 units. */
export function createOutputTail(characters: number): OutputTail {
  const decoder = new StringDecoder('utf8');
  let kept = '';
  return {
    add(chunk) {
      kept = (kept + decoder.write(chunk)).slice(-2 * characters);
    },
    text() {
      const tail = kept.slice(-characters);
      return /^[\uDC00-\uDFFF]/.test(tail) ? tail.slice(1) : tail;
    },
  };
}
