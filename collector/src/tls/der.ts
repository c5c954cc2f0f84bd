/** Values of DER (X.690), as far as certificates need them: each function gives one encoded value. */
export const sequence = (...parts: readonly Buffer[]): Buffer => value(0x30, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => value(0x31, Buffer.concat(parts));
export const boolean = (is: boolean): Buffer => value(0x01, Buffer.from([is ? 0xff : 0]));
export const octets = (bytes: Buffer): Buffer => value(0x04, bytes);
export const nothing = (): Buffer => value(0x05, Buffer.alloc(0));
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text, 'utf8'));

/** A whole number that is not negative, from its bytes. */
export function integer(bytes: Buffer): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  const trimmed = from === -1 ? Buffer.from([0]) : bytes.subarray(from);
  return value(0x02, (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed);
}

/** Bits; the last `unused` of them do not count. */
export function bits(bytes: Buffer, unused = 0): Buffer {
  return value(0x03, Buffer.concat([Buffer.from([unused]), bytes]));
}

/** An object identifier, such as 2.5.29.17. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]));
}

/** A moment, Unix milliseconds, to the second: with two digits of the year until 2049, as RFC 5280 §4.1.2.5 wants it. */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isShort = new Date(ms).getUTCFullYear() < 2050;
  return value(isShort ? 0x17 : 0x18, Buffer.from(isShort ? digits.slice(2) : digits, 'latin1'));
}

/** A value under a number of its context: what is inside is of simple form, or (`constructed`) values of their own. */
export function tagged(number: number, content: Buffer, form: 'simple' | 'constructed' = 'simple'): Buffer {
  return value((form === 'simple' ? 0x80 : 0xa0) | number, content);
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function value(tag: number, content: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  const head = content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

/** One value inside of others: its tag, and where its content and the whole of it lie. */
export interface Placed {
  tag: number;
  at: number;
  from: number;
  to: number;
}

/** The values that lie behind one another in `bytes` from `from` to `to`. Throws a RangeError where they are cut off. */
export function valuesIn(bytes: Buffer, from: number, to: number): Placed[] {
  const found: Placed[] = [];
  for (let at = from; at < to; ) {
    const first = bytes.readUInt8(at + 1);
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const begins = at + 2 + more;
    found.push({ tag: bytes.readUInt8(at), at, from: begins, to: begins + length });
    at = begins + length;
  }
  return found;
}
