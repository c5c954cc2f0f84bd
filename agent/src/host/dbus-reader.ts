/** A value off the bus: numbers, texts, lists and structures of them. */
export type BusValue = number | string | boolean | readonly BusValue[];

/** One message off the bus. */
export interface BusMessage {
  /** One of `KIND`. */
  kind: number;
  /** Serial of the call this answers; 0 when it answers none. */
  answers: number;
  /** Name of the error when it is one. */
  error: string;
  /** The body's values; a signal's are not read. */
  values: readonly BusValue[];
  /** Bytes it took. */
  bytes: number;
}

/** Kinds of message. */
export const KIND = { call: 1, answer: 2, error: 3, signal: 4 } as const;

const HEADER_BYTES = 16;
/** D-Bus's own limit is 128 MiB; a list of every unit of a machine has less than 1. */
const MOST_BYTES = 16 * 1_048_576;
const FIELD = { error: 4, answers: 5, signature: 8 } as const;

/** Reads the first message in `data`; undefined while it is not complete. Throws when it is none. */
export function readMessage(data: Buffer): BusMessage | undefined {
  if (data.length < HEADER_BYTES) return undefined;
  const little = data[0] === 0x6c;
  if (!little && data[0] !== 0x42) throw new Error('what arrived is no D-Bus message');
  const number = (at: number) => (little ? data.readUInt32LE(at) : data.readUInt32BE(at));
  const bodyBytes = number(4);
  const bodyAt = padded(HEADER_BYTES + number(12), 8);
  const bytes = bodyAt + bodyBytes;
  if (bytes > MOST_BYTES) throw new Error(`a D-Bus message of ${bytes} bytes is too large`);
  if (data.length < bytes) return undefined;
  const fields = createReader(data.subarray(0, bodyAt), little, 12).read('a(yv)') as [number, BusValue][];
  const field = (wanted: number) => fields.find(([id]) => id === wanted)?.[1];
  const body = createReader(data.subarray(bodyAt, bytes), little, 0);
  const kind = data[1] ?? 0;
  // Signals come unasked on systemd's own socket and have types of their own.
  const signature = kind === KIND.signal ? '' : String(field(FIELD.signature) ?? '');
  return {
    kind,
    answers: Number(field(FIELD.answers) ?? 0),
    error: String(field(FIELD.error) ?? ''),
    values: typesOf(signature).map((type) => body.read(type)),
    bytes,
  };
}

function createReader(data: Buffer, little: boolean, start: number) {
  let at = start;
  const align = (to: number) => {
    at = padded(at, to);
  };
  const number = () => {
    align(4);
    at += 4;
    return little ? data.readUInt32LE(at - 4) : data.readUInt32BE(at - 4);
  };
  const text = (bytes: number) => {
    at += bytes + 1;
    if (at > data.length) throw new Error('a text in a D-Bus message is longer than the message');
    return data.toString('utf8', at - bytes - 1, at - 1);
  };
  const byte = () => data.readUInt8(at++);
  const list = (element: string) => {
    const length = number();
    align(alignmentOf(element));
    const end = at + length;
    const values: BusValue[] = [];
    while (at < end) {
      const before = at;
      values.push(read(element));
      if (at === before) throw new Error('a list in a D-Bus message has elements of no size');
    }
    return values;
  };
  const readers: Readonly<Record<string, (type: string) => BusValue>> = {
    y: byte,
    b: () => number() !== 0,
    u: number,
    s: () => text(number()),
    o: () => text(number()),
    g: () => text(byte()),
    v: () => read(text(byte())),
    a: (type) => list(type.slice(1)),
    '(': (type) => {
      align(8);
      return typesOf(type.slice(1, -1)).map((part) => read(part));
    },
  };
  function read(type: string): BusValue {
    const reader = readers[type[0] ?? ''];
    if (reader === undefined) throw new Error(`D-Bus type "${type}" is not one that systemd's answers have`);
    return reader(type);
  }
  return { read };
}

/** Splits a signature into complete types: `a(yv)s` into `a(yv)` and `s`. */
function typesOf(signature: string): string[] {
  const types: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < signature.length; at += 1) {
    const letter = signature[at];
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth > 0 || letter === 'a') continue;
    types.push(signature.slice(start, at + 1));
    start = at + 1;
  }
  return types;
}

function alignmentOf(type: string): number {
  const [first = ''] = type;
  if (first === '(') return 8;
  return 'ygv'.includes(first) ? 1 : 4;
}

function padded(at: number, to: number): number {
  return Math.ceil(at / to) * to;
}
