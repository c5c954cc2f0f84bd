const PROGRAM_HEADERS = { at: 32, entryBytes: 54, count: 56 };
const SECTION_HEADERS = { at: 40, count: 60, names: 62 };

/**
 * A 64-bit ELF program without what the kernel does not load: names for debuggers, and the table of sections. For whatever processor, where strip(1) knows
 * its own only. Throws for anything else.
 */
export function stripElf(program: Buffer): Buffer {
  if (program.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
    throw new Error('this is no 64-bit ELF program');
  const table = Number(program.readBigUInt64LE(PROGRAM_HEADERS.at));
  const entryBytes = program.readUInt16LE(PROGRAM_HEADERS.entryBytes);
  const ends = Array.from({ length: program.readUInt16LE(PROGRAM_HEADERS.count) }, (_, index) => {
    const header = table + index * entryBytes;
    return Number(program.readBigUInt64LE(header + 8)) + Number(program.readBigUInt64LE(header + 32));
  });
  const kept = Buffer.from(program.subarray(0, Math.max(...ends)));
  kept.writeBigUInt64LE(0n, SECTION_HEADERS.at);
  kept.writeUInt16LE(0, SECTION_HEADERS.count);
  kept.writeUInt16LE(0, SECTION_HEADERS.names);
  return kept;
}
