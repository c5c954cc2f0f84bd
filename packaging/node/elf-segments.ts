/** A part of a 64-bit ELF program as its table tells it; bytes and places in them. */
export interface Segment {
  isLoaded: boolean;
  isWritable: boolean;
  /** In the file. */
  at: number;
  bytes: number;
  /** In memory, where the program is loaded at the place that it was made for. */
  address: number;
}

const TABLE = { at: 32, entryBytes: 54, count: 56 };
const LOAD = 1;
const WRITE = 2;

/** The segments of a program; its first page is enough. Throws for anything else. */
export function segmentsOf(program: Buffer): Segment[] {
  if (program.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
    throw new Error('this is no 64-bit ELF program');
  const table = Number(program.readBigUInt64LE(TABLE.at));
  const entryBytes = program.readUInt16LE(TABLE.entryBytes);
  return Array.from({ length: program.readUInt16LE(TABLE.count) }, (_, index) => {
    const entry = table + index * entryBytes;
    const long = (offset: number) => Number(program.readBigUInt64LE(entry + offset));
    return {
      isLoaded: program.readUInt32LE(entry) === LOAD,
      isWritable: (program.readUInt32LE(entry + 4) & WRITE) !== 0,
      at: long(8),
      address: long(16),
      bytes: long(32),
    };
  });
}
