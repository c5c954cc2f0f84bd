/** A call of one method, in D-Bus's words. */
export interface BusCall {
  /** Bus name of who is called. */
  destination: string;
  path: string;
  interface: string;
  member: string;
  /** Its arguments, each a text (D-Bus type `s`) or a list of texts (`as`). */
  args: readonly (string | readonly string[])[];
}

const METHOD_CALL = 1;
/** A call must not start a program that is not running. */
const NO_AUTO_START = 2;
const PROTOCOL_VERSION = 1;
/** Header fields by number: path, interface, member, destination, signature of the body. */
const FIELD = { path: 1, interface: 2, member: 3, destination: 6, signature: 8 } as const;

/** One method call as bytes, little-endian (D-Bus specification, "Message Protocol"). `serial` counts from 1. */
export function writeCall(call: BusCall, serial: number): Buffer {
  const body = createWriter();
  for (const arg of call.args) {
    if (typeof arg === 'string') body.text(arg);
    else writeList(body, arg);
  }
  const header = createWriter();
  header.bytes([0x6c, METHOD_CALL, NO_AUTO_START, PROTOCOL_VERSION]);
  header.number(body.length());
  header.number(serial);
  header.array(8, () => {
    writeField(header, FIELD.path, 'o', call.path);
    writeField(header, FIELD.interface, 's', call.interface);
    writeField(header, FIELD.member, 's', call.member);
    writeField(header, FIELD.destination, 's', call.destination);
    const signature = call.args.map((arg) => (typeof arg === 'string' ? 's' : 'as')).join('');
    if (signature !== '') writeField(header, FIELD.signature, 'g', signature);
  });
  header.align(8);
  return Buffer.concat([header.toBuffer(), body.toBuffer()]);
}

type Writer = ReturnType<typeof createWriter>;

function writeField(to: Writer, field: number, type: 'o' | 's' | 'g', value: string): void {
  to.align(8);
  to.bytes([field]);
  to.signature(type);
  if (type === 'g') to.signature(value);
  else to.text(value);
}

function writeList(to: Writer, list: readonly string[]): void {
  to.array(4, () => {
    for (const text of list) to.text(text);
  });
}

function createWriter() {
  const out: number[] = [];
  const align = (to: number) => {
    while (out.length % to !== 0) out.push(0);
  };
  const number = (value: number) => {
    align(4);
    out.push(...littleEndian(value));
  };
  return {
    align,
    number,
    bytes: (values: readonly number[]) => void out.push(...values),
    text(value: string) {
      const bytes = Buffer.from(value);
      number(bytes.length);
      out.push(...bytes, 0);
    },
    signature: (value: string) => void out.push(value.length, ...Buffer.from(value), 0),
    /** Writes the length of what `fill` writes in front of it; padding before the first element does not count. */
    array(elementAlignment: number, fill: () => void) {
      number(0);
      const lengthAt = out.length - 4;
      align(elementAlignment);
      const start = out.length;
      fill();
      out.splice(lengthAt, 4, ...littleEndian(out.length - start));
    },
    length: () => out.length,
    toBuffer: () => Buffer.from(out),
  };
}

function littleEndian(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}
