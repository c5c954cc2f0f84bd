/** Bytes of the few MQTT 3.1.1 packets a load generator sends; written out by hand so that it costs little. */

/** CONNECT with user and password, clean session; the will is retained, QoS 1. */
export function connectBytes(of: {
  clientId: string;
  username: string;
  password: string;
  keepAliveSeconds: number;
  will?: { topic: string; payload: string };
}): Buffer {
  const will = of.will === undefined ? [] : [text(of.will.topic), text(of.will.payload)];
  const head = Buffer.from([
    0,
    4,
    77,
    81,
    84,
    84,
    4,
    0xc2 | (of.will === undefined ? 0 : 0x2c),
    of.keepAliveSeconds >> 8,
    of.keepAliveSeconds & 255,
  ]);
  return packet(0x10, [head, text(of.clientId), ...will, text(of.username), text(of.password)]);
}

/** SUBSCRIBE to one filter at QoS 0. */
export function subscribeBytes(filter: string): Buffer {
  return packet(0x82, [Buffer.from([0, 1]), text(filter), Buffer.from([0])]);
}

/** PUBLISH at QoS 0, or at QoS 1 with packet id 1. */
export function publishBytes(of: { topic: string; payload: string; qos: 0 | 1; retain?: boolean }): Buffer {
  const id = of.qos === 1 ? [Buffer.from([0, 2])] : [];
  const flags = 0x30 | (of.qos << 1) | (of.retain === true ? 1 : 0);
  return packet(flags, [text(of.topic), ...id, Buffer.from(of.payload)]);
}

/** PUBLISH at QoS 0 as a latin-1 string, which a socket writes without a copy; topic and payload are ASCII. */
export function publishText(topic: string, payload: string): string {
  const length = lengthBytes(2 + topic.length + payload.length);
  return `${String.fromCharCode(0x30, ...length, topic.length >> 8, topic.length & 255)}${topic}${payload}`;
}

function packet(first: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([first, ...lengthBytes(length)]), ...parts]);
}

function lengthBytes(length: number): number[] {
  const bytes: number[] = [];
  let rest = length;
  do {
    const low = rest & 127;
    rest >>= 7;
    bytes.push(rest > 0 ? low | 128 : low);
  } while (rest > 0);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
}
