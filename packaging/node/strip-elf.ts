import { segmentsOf } from './elf-segments.ts';

const SECTION_HEADERS = { at: 40, count: 60, names: 62 };

/**
 * A 64-bit ELF program without what the kernel does not load: names for debuggers, and the table of sections. For whatever processor, where strip(1) knows
 * its own only. Throws for anything else.
 */
export function stripElf(program: Buffer): Buffer {
  const ends = segmentsOf(program).map(({ at, bytes }) => at + bytes);
  const kept = Buffer.from(program.subarray(0, Math.max(...ends)));
  kept.writeBigUInt64LE(0n, SECTION_HEADERS.at);
  kept.writeUInt16LE(0, SECTION_HEADERS.count);
  kept.writeUInt16LE(0, SECTION_HEADERS.names);
  return kept;
}
