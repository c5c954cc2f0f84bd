import type { Frame } from './frames.ts';
import { fieldsOf, type PacketFields } from './packet-fields.ts';
import { PACKET } from './publish-packet.ts';

/** A CONNECT as it came. */
export interface ConnectPacket {
  clientId: string;
  /** False when it wants to find its session again. */
  clean: boolean;
  /** 0 for none. */
  keepaliveSeconds: number;
  will: { topic: string; payload: Buffer } | undefined;
  username: string | undefined;
  password: string | undefined;
}

/** Names of the protocol, each with the one level that is spoken here: MQTT 3.1.1, and 3.1, which is the same for hosts. */
const SPOKEN = new Map([
  ['MQTT', 4],
  ['MQIsdp', 3],
]);
/** A bridge between brokers says so with the upper bit of the level. */
const LEVEL = 0x7f;
const FLAG = { reserved: 0x01, clean: 0x02, will: 0x04, willQos: 0x18, willRetain: 0x20 } as const;
const PASSWORD = 0x40;
const USERNAME = 0x80;

/** Reads a CONNECT (MQTT 3.1.1 §3.1); `other version` when it is one of MQTT but not of ours, undefined when it is none. */
export function readConnect(frame: Frame): ConnectPacket | 'other version' | undefined {
  if (frame.first !== PACKET.connect) return undefined;
  const fields = fieldsOf(frame);
  const spoken = SPOKEN.get(fields.text());
  const level = fields.byte() & LEVEL;
  if (spoken === undefined || !fields.sound()) return undefined;
  if (level !== spoken) return 'other version';
  const flags = fields.byte();
  const packet = {
    clean: (flags & FLAG.clean) !== 0,
    keepaliveSeconds: fields.number(),
    clientId: fields.text(),
    will: (flags & FLAG.will) === 0 ? undefined : { topic: fields.text(), payload: ownBytes(fields) },
    username: (flags & USERNAME) === 0 ? undefined : fields.text(),
    password: (flags & PASSWORD) === 0 ? undefined : fields.bytes().toString('utf8'),
  };
  return areFlags(flags) && fields.sound() && fields.left() === 0 ? packet : undefined;
}

/** What a flag says of another must be so: no will's service without a will, no password without a user. */
function areFlags(flags: number): boolean {
  if ((flags & FLAG.reserved) !== 0 || (flags & FLAG.willQos) === FLAG.willQos) return false;
  if ((flags & FLAG.will) === 0 && (flags & (FLAG.willQos | FLAG.willRetain)) !== 0) return false;
  return (flags & USERNAME) !== 0 || (flags & PASSWORD) === 0;
}

/** A will is kept as long as its connection: not with all the bytes it came among. */
function ownBytes(fields: PacketFields): Buffer {
  return Buffer.from(fields.bytes());
}
