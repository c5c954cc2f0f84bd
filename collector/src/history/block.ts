/** One reading of a block: values are written against those before them. `layout` is the layout's number in the database. */
export interface BlockReading {
  layout: number;
  /** Unix milliseconds. */
  time: number;
  /** A missing value is null or NaN. */
  values: ArrayLike<number | null>;
}

/** How a changed value is written; the two low bits of its number. */
const INTEGER = 0;
const THOUSANDTHS = 1;
const DOUBLE = 2;
const MISSING = 3;
/** Differences of whole numbers below this stay exact when they are made twice as large, and four times that. */
const EXACT = 2 ** 48;
const NO_BYTES = Buffer.alloc(0);
const LEAST_BYTES = 512;

const NO_VALUES = new Float64Array();
/** No more numbers than this are kept for blocks to come: 32 MB. */
const MOST_SPARE = 1 << 22;

/** Where blocks that ended had the values before, by length. */
const spare = new Map<number, Float64Array[]>();
let spareNumbers = 0;
let bytes = Buffer.alloc(1 << 16);
let at = 0;

/** A block that grows in memory. */
export interface Block {
  /** What its readings' times are relative to, Unix milliseconds. */
  readonly first: number;
  data: Buffer;
  length: number;
  /** Of the last reading. */
  time: number;
  /** The values of the last reading of each layout, NaN where missing; the next one is written over them. */
  before: { layout: number; values: Float64Array }[];
}

/** An empty block. */
export function createBlock(first: number): Block {
  return { first, data: NO_BYTES, length: 0, time: first, before: [] };
}

/** Adds a reading: each value as its difference from the one before it in the same layout, an unchanged one as a bit. */
export function addReading(block: Block, reading: BlockReading): void {
  at = 0;
  reserve(32 + reading.values.length * 10);
  writeNumber(reading.layout);
  writeNumber(zigzag(reading.time - block.time));
  writeNumber(reading.values.length);
  const length = at;
  at += 4;
  writeValues(reading.values, valuesBefore(block, reading));
  bytes.writeUInt32LE(at - length - 4, length);
  grow(block, at);
  block.length += bytes.copy(block.data, block.length, 0, at);
  block.time = reading.time;
}

/** Nothing before the first reading of a layout. */
function valuesBefore({ before }: Block, { layout, values }: BlockReading): Float64Array {
  const known = before.find((one) => one.layout === layout);
  if (known?.values.length === values.length) return known.values;
  const room = roomFor(values.length).fill(Number.NaN);
  if (known === undefined) before.push({ layout, values: room });
  else {
    room.set(known.values.subarray(0, room.length));
    known.values = room;
  }
  return room;
}

function roomFor(length: number): Float64Array {
  const room = spare.get(length)?.pop();
  if (room === undefined) return new Float64Array(length);
  spareNumbers -= length;
  return room;
}

/** Call when nothing is added to a block any more: where it had the values before is for blocks to come. A host's block ends with each of its answers. */
export function endBlock({ before }: Block): void {
  for (const one of before) {
    const { length } = one.values;
    if (spareNumbers + length > MOST_SPARE) return;
    const rooms = spare.get(length);
    if (rooms === undefined) spare.set(length, [one.values]);
    else rooms.push(one.values);
    spareNumbers += length;
    one.values = NO_VALUES;
  }
}

/** What is to be kept of a block. */
export function bytesOf(block: Block): Uint8Array {
  return block.data.subarray(0, block.length);
}

function grow(block: Block, more: number): void {
  if (block.length + more <= block.data.length) return;
  // The first reading of a layout is the longest: what is written together with it rarely makes it twice as long.
  const larger = Buffer.allocUnsafeSlow(Math.max(LEAST_BYTES, 2 * (block.length + more)));
  block.data.copy(larger, 0, 0, block.length);
  block.data = larger;
}

/**
 * Visits the readings of a block in the order they were given; only those of layouts that `isWanted` when given. Values are NaN where missing; the array is overwritten
 * by the next reading of its layout.
 */
export function visitBlock(
  block: { data: Uint8Array; first: number },
  isWanted: ((layout: number) => boolean) | undefined,
  visit: (layout: number, time: number, values: Float64Array) => void,
): void {
  const reader = { data: block.data, at: 0 };
  const known = new Map<number, Float64Array>();
  let time = block.first;
  while (reader.at < reader.data.length) {
    const of = readNumber(reader);
    time += unzigzag(readNumber(reader));
    const count = readNumber(reader);
    const end = reader.at + 4 + uint32(reader.data, reader.at);
    reader.at += 4;
    if (isWanted === undefined || isWanted(of)) {
      const values = known.get(of) ?? new Float64Array(count).fill(Number.NaN);
      known.set(of, values);
      readValues(reader, values);
      visit(of, time, values);
    }
    reader.at = end;
  }
}

/** A bit per value tells whether it changed; the changed ones follow. Then `before` holds `values`. */
function writeValues(values: BlockReading['values'], before: Float64Array): void {
  const bits = at;
  at += (values.length + 7) >> 3;
  bytes.fill(0, bits, at);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    const last = before[i] ?? Number.NaN;
    if (value === last || (Number.isNaN(value) && Number.isNaN(last))) continue;
    before[i] = value;
    const byte = bits + (i >> 3);
    bytes[byte] = (bytes[byte] ?? 0) | (1 << (i & 7));
    if (Number.isNaN(value)) writeNumber(MISSING);
    else writeChanged(value, Number.isNaN(last) ? 0 : last);
  }
}

function writeChanged(value: number, last: number): void {
  if (Number.isInteger(value) && Math.abs(value) < EXACT) {
    return writeNumber(zigzag(value - wholeOf(last)) * 4 + INTEGER);
  }
  const thousandths = Math.round(value * 1000);
  if (Math.abs(thousandths) < EXACT && thousandths / 1000 === value) {
    return writeNumber(zigzag(thousandths - thousandthsOf(last)) * 4 + THOUSANDTHS);
  }
  writeNumber(DOUBLE);
  at = bytes.writeDoubleLE(value, at);
}

function readValues(reader: Reader, values: Float64Array): void {
  const bits = reader.at;
  reader.at += (values.length + 7) >> 3;
  for (let i = 0; i < values.length; i++) {
    if (((reader.data[bits + (i >> 3)] ?? 0) & (1 << (i & 7))) !== 0)
      values[i] = readChanged(reader, values[i] ?? Number.NaN);
  }
}

function readChanged(reader: Reader, before: number): number {
  const number = readNumber(reader);
  const kind = number % 4;
  const last = Number.isNaN(before) ? 0 : before;
  if (kind === INTEGER) return wholeOf(last) + unzigzag((number - kind) / 4);
  if (kind === THOUSANDTHS) return (thousandthsOf(last) + unzigzag((number - kind) / 4)) / 1000;
  if (kind === MISSING) return Number.NaN;
  const { data } = reader;
  const view = new DataView(data.buffer, data.byteOffset + reader.at, 8);
  reader.at += 8;
  return view.getFloat64(0, true);
}

/** What a difference is taken from must be the same for the writer and the reader, whatever the value before was. */
function wholeOf(value: number): number {
  return Number.isInteger(value) && Math.abs(value) < EXACT ? value : 0;
}

function thousandthsOf(value: number): number {
  const thousandths = Math.round(value * 1000);
  return Math.abs(thousandths) < EXACT ? thousandths : 0;
}

interface Reader {
  data: Uint8Array;
  at: number;
}

function reserve(more: number): void {
  if (more > bytes.length) bytes = Buffer.alloc(more);
}

/** Seven bits a byte, lowest first; the high bit says that more follow. */
function writeNumber(number: number): void {
  let rest = number;
  while (rest >= 0x80) {
    bytes[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  bytes[at++] = rest;
}

function readNumber(reader: Reader): number {
  let number = 0;
  let scale = 1;
  for (;;) {
    const byte = reader.data[reader.at++] ?? 0;
    number += (byte & 0x7f) * scale;
    if (byte < 0x80) return number;
    scale *= 0x80;
  }
}

function zigzag(number: number): number {
  return number < 0 ? -2 * number - 1 : 2 * number;
}

function unzigzag(number: number): number {
  return number % 2 === 1 ? -(number + 1) / 2 : number / 2;
}

function uint32(data: Uint8Array, offset: number): number {
  return new DataView(data.buffer, data.byteOffset + offset, 4).getUint32(0, true);
}
