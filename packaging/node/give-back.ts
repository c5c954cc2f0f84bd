import { segmentsOf } from './elf-segments.ts';

const PAGE = 4096;
const X64 = 62;
const FIXED = 2;
/** Smaller ones are not worth a call. */
const LEAST_BYTES = 1_048_576;

/**
 * A library of a hundred bytes of code for the program of x64 whose first page is given: loading it has the kernel take what is mapped of the program's own file and was never written
 * out of the process (madvise, MADV_DONTNEED). What is needed again is mapped again from the kernel's cache, without anybody noticing. It names addresses of that one program, and
 * is for no other: behind its two pages stands that program's table of segments, by which whoever loads it tells. Throws where the program is not loaded at addresses of its own, and for other processors.
 */
export function giveBackLibrary(programsHead: Buffer): Buffer {
  const segments = segmentsOf(programsHead);
  if (programsHead.readUInt16LE(16) !== FIXED || programsHead.readUInt16LE(18) !== X64)
    throw new Error('this program is not loaded at addresses of its own, or not for x64');
  if (programsHead.readBigUInt64LE(32) !== BigInt(HEADER))
    throw new Error('its table does not follow its header');
  const large = segments.filter((it) => it.isLoaded && !it.isWritable && it.bytes >= LEAST_BYTES);
  const code = Buffer.concat([...large.map(giveBackCode), Buffer.from([RET])]);
  return Buffer.concat([library(code), programsHead.subarray(HEADER, HEADER + segments.length * ENTRY)]);
}

const RET = 0xc3;

/** madvise(address, bytes, 4) as it is called on x64 Linux; whole pages within the segment alone, since others begin beside it. */
function giveBackCode({ address, bytes }: { address: number; bytes: number }): Buffer {
  const from = Math.ceil(address / PAGE) * PAGE;
  const to = Math.floor((address + bytes) / PAGE) * PAGE;
  return Buffer.concat([
    move(0xbf, from), // mov edi, from
    move(0xbe, to - from), // mov esi, bytes
    move(0xba, 4), // mov edx, MADV_DONTNEED
    move(0xb8, 28), // mov eax, SYS_madvise
    Buffer.from([0x0f, 0x05]), // syscall
  ]);
}

/** The processor clears the upper half of the register. */
function move(code: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(code);
  bytes.writeUInt32LE(value, 1);
  return bytes;
}

const [HEADER, ENTRY] = [64, 56];
const [READ, WRITE, EXECUTE] = [4, 2, 1];
/** Kinds of segments. */
const [LOAD, DYNAMIC, STACK] = [1, 2, 0x6474e551];
/** Kinds of entries by which the loader finds its way. */
const TAGS = { hash: 4, names: 5, symbols: 6, nameBytes: 10, symbolBytes: 11, init: 12 } as const;

/** A shared library (ELF, x64) that runs `code` when it is loaded and has no names: a page of headers and code, and one of tables, which the loader writes to. */
function library(code: Buffer): Buffer {
  const file = Buffer.alloc(2 * PAGE);
  const codeAt = HEADER + 4 * ENTRY;
  // One empty name, one symbol without meaning, and a table of one symbol by its hash.
  const [namesAt, symbolsAt, hashAt] = [2 * PAGE - 512, 2 * PAGE - 504, 2 * PAGE - 480];
  [1, 1, 0, 0].forEach((word, index) => file.writeUInt32LE(word, hashAt + 4 * index));
  const entries = [
    [TAGS.init, codeAt],
    [TAGS.hash, hashAt],
    [TAGS.names, namesAt],
    [TAGS.nameBytes, 1],
    [TAGS.symbols, symbolsAt],
    [TAGS.symbolBytes, 24],
    [0, 0],
  ].flat();
  entries.forEach((word, index) => file.writeBigUInt64LE(BigInt(word), PAGE + 8 * index));
  header(file);
  const segments = [
    { type: LOAD, flags: READ + EXECUTE, at: 0, bytes: codeAt + code.length, align: PAGE },
    { type: LOAD, flags: READ + WRITE, at: PAGE, bytes: PAGE, align: PAGE },
    { type: DYNAMIC, flags: READ + WRITE, at: PAGE, bytes: 8 * entries.length, align: 8 },
    // Without it the loader would make the stack executable.
    { type: STACK, flags: READ + WRITE, at: 0, bytes: 0, align: 16 },
  ];
  segments.forEach(({ type, flags, at, bytes, align }, index) => {
    const entry = HEADER + index * ENTRY;
    file.writeUInt32LE(type, entry);
    file.writeUInt32LE(flags, entry + 4);
    // Place in the file, in memory (twice), bytes there (twice).
    [at, at, at, bytes, bytes, align].forEach((word, field) =>
      file.writeBigUInt64LE(BigInt(word), entry + 8 + 8 * field),
    );
  });
  code.copy(file, codeAt);
  return file;
}

function header(file: Buffer): void {
  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(3, 16); // a shared library
  file.writeUInt16LE(X64, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(HEADER), 32); // the table of segments
  file.writeUInt16LE(HEADER, 52);
  file.writeUInt16LE(ENTRY, 54);
  file.writeUInt16LE(4, 56);
}
