import { PACKET } from './mqtt-packets.ts';

/** A packet from the broker, as far as an agent cares. */
export type BrokerPacket =
  | { kind: 'connack'; code: number }
  | { kind: 'puback'; id: number }
  | { kind: 'suback'; id: number; granted: boolean }
  /** `id` is 0 with QoS 0. */
  | { kind: 'publish'; topic: string; payload: string; id: number }
  | { kind: 'pingresp' };

/** Takes bytes as they come and tells of each whole packet. Throws when they are not those of a broker. */
export type ReadPackets = (chunk: Buffer, take: (packet: BrokerPacket) => void) => void;

/** Builds a reader that accepts packets of at most `mostBytes`. */
export function createPacketReader(mostBytes: number): ReadPackets {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk, take) => {
    let data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const frame = frameOf(data, mostBytes);
      if (frame === undefined) break;
      const { first, from, to } = frame;
      take(packetOf(first, data.subarray(from, to)));
      data = data.subarray(to);
    }
    rest = data;
  };
}

/** First bytes of a broker's packets: flags are zero but for PUBLISH (2.2.2). */
const KNOWN = new Set(
  [PACKET.connack, PACKET.publish, PACKET.puback, PACKET.suback, PACKET.pingresp].map((kind) => kind << 4),
);

interface Frame {
  first: number;
  from: number;
  to: number;
}

/** The first whole packet; undefined when more bytes must come. */
function frameOf(data: Buffer, mostBytes: number): Frame | undefined {
  const [first] = data;
  if (first !== undefined && !KNOWN.has(first & (first >> 4 === PACKET.publish ? 0xf0 : 0xff)))
    throw notMqtt();
  let length = 0;
  for (let at = 1; at < data.length; at++) {
    const byte = data[at] ?? 0;
    length += (byte & 0x7f) * 128 ** (at - 1);
    if (length > mostBytes || (at === 4 && byte > 127)) throw new Error('the broker sent too long a packet');
    if (byte > 127) continue;
    const from = at + 1;
    return data.length < from + length ? undefined : { first: first ?? 0, from, to: from + length };
  }
  return undefined;
}

function packetOf(first: number, body: Buffer): BrokerPacket {
  switch (first >> 4) {
    case PACKET.connack:
      return { kind: 'connack', code: byteAt(body, 1) };
    case PACKET.puback:
      return { kind: 'puback', id: numberAt(body, 0) };
    case PACKET.suback:
      return { kind: 'suback', id: numberAt(body, 0), granted: byteAt(body, 2) <= 2 };
    case PACKET.publish:
      return publishOf((first >> 1) & 3, body);
    case PACKET.pingresp:
      return { kind: 'pingresp' };
    default:
      throw notMqtt();
  }
}

/** QoS 2 is never asked for. */
function publishOf(qos: number, body: Buffer): BrokerPacket {
  if (qos > 1) throw notMqtt();
  const topicEnd = 2 + numberAt(body, 0);
  const payloadAt = topicEnd + 2 * qos;
  if (payloadAt > body.length) throw notMqtt();
  return {
    kind: 'publish',
    topic: body.toString('utf8', 2, topicEnd),
    payload: body.toString('utf8', payloadAt),
    id: qos === 0 ? 0 : numberAt(body, topicEnd),
  };
}

function byteAt(body: Buffer, at: number): number {
  const byte = body[at];
  if (byte === undefined) throw notMqtt();
  return byte;
}

function numberAt(body: Buffer, at: number): number {
  return byteAt(body, at) * 256 + byteAt(body, at + 1);
}

function notMqtt(): Error {
  return new Error('what answers there is no MQTT broker');
}
