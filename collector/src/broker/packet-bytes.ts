import { PACKET } from './publish-packet.ts';

/** A question for an answer, and an answer that asks for nothing. */
export const PINGREQ = Buffer.from([PACKET.pingreq, 0]);
export const PINGRESP = Buffer.from([PACKET.pingresp, 0]);
export const DISCONNECT = Buffer.from([PACKET.disconnect, 0]);

/** SUBSCRIBE and UNSUBSCRIBE have one fixed flag (MQTT 3.1.1 §3.8.1). */
const FIXED_FLAG = 0x02;
const USERNAME_PASSWORD_CLEAN = 0x80 | 0x40 | 0x02;
const LEVEL = 4;

/** Bytes of a CONNECT of MQTT 3.1.1 with a clean session and without a will. */
export function connectBytes(of: {
  clientId: string;
  username: string;
  password: string;
  keepaliveSeconds: number;
}): Buffer {
  const head = Buffer.from([LEVEL, USERNAME_PASSWORD_CLEAN, ...numberBytes(of.keepaliveSeconds)]);
  const fields = [textBytes('MQTT'), head, textBytes(of.clientId), textBytes(of.username)];
  return packetBytes(PACKET.connect, [...fields, textBytes(of.password)]);
}

/** Bytes of a CONNACK; the session is always new. */
export function connackBytes(code: number): Buffer {
  return Buffer.from([PACKET.connack, 2, 0, code]);
}

/** Bytes of a SUBSCRIBE to all filters at QoS 1. */
export function subscribeBytes(id: number, filters: readonly string[]): Buffer {
  const wanted = filters.flatMap((filter) => [textBytes(filter), Buffer.from([1])]);
  return packetBytes(PACKET.subscribe | FIXED_FLAG, [numberBytes(id), ...wanted]);
}

/** Bytes of an UNSUBSCRIBE. */
export function unsubscribeBytes(id: number, filters: readonly string[]): Buffer {
  return packetBytes(PACKET.unsubscribe | FIXED_FLAG, [numberBytes(id), ...filters.map(textBytes)]);
}

/** Bytes of a SUBACK that grants so many filters at QoS 0. */
export function subackBytes(id: number, count: number): Buffer {
  return packetBytes(PACKET.suback, [numberBytes(id), Buffer.alloc(count)]);
}

/** Bytes of an answer that names a packet and says nothing else: PUBACK, PUBREC, PUBCOMP, UNSUBACK. */
export function answerBytes(first: number, id: number): Buffer {
  return Buffer.from([first, 2, id >> 8, id & 0xff]);
}

/** Bytes of a PUBLISH at QoS 0, not retained, in one buffer: what goes out all day. `topic` is ASCII. */
export function publishBytes(topic: string, payload: string): Buffer {
  const length = 2 + topic.length + Buffer.byteLength(payload);
  const head = lengthBytes(length);
  const bytes = Buffer.allocUnsafe(1 + head + length);
  writeHead(bytes, PACKET.publish, length);
  bytes.writeUInt16BE(topic.length, 1 + head);
  bytes.write(topic, 3 + head, 'latin1');
  bytes.write(payload, 3 + head + topic.length);
  return bytes;
}

function packetBytes(first: number, fields: readonly Buffer[]): Buffer {
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const head = Buffer.allocUnsafe(1 + lengthBytes(length));
  writeHead(head, first, length);
  return Buffer.concat([head, ...fields]);
}

function writeHead(into: Buffer, first: number, length: number): void {
  into[0] = first;
  const last = lengthBytes(length);
  let rest = length;
  for (let at = 1; at <= last; at++) {
    into[at] = (rest & 0x7f) | (at < last ? 0x80 : 0);
    rest >>>= 7;
  }
}

/** Bytes of a remaining length (§2.2.3): seven bits in each. */
function lengthBytes(length: number): number {
  if (length < 0x80) return 1;
  if (length < 0x4000) return 2;
  return length < 0x20_0000 ? 3 : 4;
}

function numberBytes(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([numberBytes(bytes.length), bytes]);
}
