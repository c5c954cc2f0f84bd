/** Kinds of packets, the upper half of the first byte (MQTT 3.1.1, 2.2.1). */
export const PACKET = {
  connect: 1,
  connack: 2,
  publish: 3,
  puback: 4,
  subscribe: 8,
  suback: 9,
  pingreq: 12,
  pingresp: 13,
  disconnect: 14,
} as const;

export const PINGREQ = Buffer.from([PACKET.pingreq << 4, 0]);
export const DISCONNECT = Buffer.from([PACKET.disconnect << 4, 0]);

/** What a connection begins with; always a clean session, the will with QoS 1 and retained. */
export interface ConnectFacts {
  clientId: string;
  username: string;
  password: string;
  will?: { topic: string; payload: string };
}

/** A message to publish; `id` (1 to 65535) is used with QoS 1 only. */
export interface Publication {
  topic: string;
  payload: string;
  qos: 0 | 1;
  retain: boolean;
  id: number;
}

const CLEAN_SESSION = 0x02;
const WILL_QOS1_RETAINED = 0x04 | 0x08 | 0x20;
const PASSWORD = 0x40;
const USERNAME = 0x80;

/** CONNECT of MQTT 3.1.1 (3.1). */
export function connectPacket(facts: ConnectFacts, keepaliveSeconds: number): Buffer {
  const { clientId, will, username, password } = facts;
  const flags = CLEAN_SESSION | USERNAME | PASSWORD | (will === undefined ? 0 : WILL_QOS1_RETAINED);
  const texts = [clientId, ...(will === undefined ? [] : [will.topic, will.payload]), username, password];
  const head = Buffer.from([
    0,
    4,
    ...Buffer.from('MQTT'),
    4,
    flags,
    keepaliveSeconds >> 8,
    keepaliveSeconds & 0xff,
  ]);
  return packet(PACKET.connect << 4, [head, ...texts.map(textField)]);
}

/** SUBSCRIBE to one topic with QoS 0 (3.8). */
export function subscribePacket(id: number, topic: string): Buffer {
  return packet((PACKET.subscribe << 4) | 2, [idField(id), textField(topic), Buffer.from([0])]);
}

/** PUBACK (3.4). */
export function pubackPacket(id: number): Buffer {
  return packet(PACKET.puback << 4, [idField(id)]);
}

/** PUBLISH (3.3), in one buffer: it is what an agent sends all day. */
export function publishPacket({ topic, payload, qos, retain, id }: Publication): Buffer {
  const topicBytes = Buffer.byteLength(topic);
  const length = 2 + topicBytes + (qos === 0 ? 0 : 2) + Buffer.byteLength(payload);
  const into = Buffer.allocUnsafe(1 + lengthBytes(length) + length);
  into[0] = (PACKET.publish << 4) | (qos << 1) | (retain ? 1 : 0);
  let at = writeLength(into, 1, length);
  at = into.writeUInt16BE(topicBytes, at);
  at += into.write(topic, at);
  if (qos !== 0) at = into.writeUInt16BE(id, at);
  into.write(payload, at);
  return into;
}

function packet(first: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(1 + lengthBytes(length));
  head[0] = first;
  writeLength(head, 1, length);
  return Buffer.concat([head, ...parts]);
}

function idField(id: number): Buffer {
  return Buffer.from([id >> 8, id & 0xff]);
}

function textField(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([idField(bytes.length), bytes]);
}

/** Bytes of a remaining length (2.2.3): seven bits in each. */
function lengthBytes(length: number): number {
  return length < 128 ? 1 : length < 16_384 ? 2 : length < 2_097_152 ? 3 : 4;
}

function writeLength(into: Buffer, at: number, length: number): number {
  let rest = length;
  let place = at;
  for (; rest > 127; rest >>= 7) into[place++] = (rest & 0x7f) | 0x80;
  into[place++] = rest;
  return place;
}
