import type { Frame } from './frames.ts';

/** A PUBLISH as it came; `id` is 0 at QoS 0. */
export interface PublishPacket {
  topic: string;
  payload: Buffer;
  qos: 0 | 1 | 2;
  retained: boolean;
  id: number;
}

/** Kinds of packets: the upper half of the first byte (MQTT 3.1.1 §2.2.1). */
export const PACKET = {
  connect: 0x10,
  connack: 0x20,
  publish: 0x30,
  puback: 0x40,
  pubrec: 0x50,
  pubrel: 0x60,
  pubcomp: 0x70,
  subscribe: 0x80,
  suback: 0x90,
  unsuback: 0xb0,
  unsubscribe: 0xa0,
  pingreq: 0xc0,
  pingresp: 0xd0,
  disconnect: 0xe0,
} as const;

/** Which kind of packet a frame is: one of PACKET. */
export function kindOf(frame: Frame): number {
  return frame.first & 0xf0;
}

/** Reads a PUBLISH; undefined when it is none. Topics of ours are ASCII: other characters make a topic that nobody may touch. */
export function readPublish({ first, bytes, from, to }: Frame): PublishPacket | undefined {
  const qos = (first >> 1) & 3;
  const topicFrom = from + 2;
  if (topicFrom > to || qos === 3) return undefined;
  const topicTo = topicFrom + bytes.readUInt16BE(from);
  const payloadFrom = qos === 0 ? topicTo : topicTo + 2;
  if (payloadFrom > to) return undefined;
  const id = qos === 0 ? 0 : bytes.readUInt16BE(topicTo);
  if (qos !== 0 && id === 0) return undefined;
  return {
    topic: bytes.toString('latin1', topicFrom, topicTo),
    payload: bytes.subarray(payloadFrom, to),
    qos: qos as 0 | 1 | 2,
    retained: (first & 1) === 1,
    id,
  };
}
