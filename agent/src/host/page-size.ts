const PAGE_SIZE_ENTRY = 6n;
const USUAL_BYTES = 4096;
const ENTRY_BYTES = 16;

/** Bytes of a memory page by a process's auxiliary vector (/proc/self/auxv): pairs of 64-bit numbers, key and value. */
export function pageBytesOf(vector: Buffer): number {
  const little = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const word = (at: number) => (little ? vector.readBigUInt64LE(at) : vector.readBigUInt64BE(at));
  for (let at = 0; at + ENTRY_BYTES <= vector.length; at += ENTRY_BYTES)
    if (word(at) === PAGE_SIZE_ENTRY) return Number(word(at + 8));
  return USUAL_BYTES;
}
