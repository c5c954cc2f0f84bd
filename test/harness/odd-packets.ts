/** What one client sends over one connection: packets that are right, nearly right, and none at all. */
export interface OddConversation {
  /** Bytes, in the pieces they are to be written in. */
  pieces: Buffer[];
  /** Packets among them. */
  packets: number;
}

/** Who the packets are from, the topics that one may and may not use, and packets that are right: a conversation ends at the first that is not. */
export interface OddPacketNeeds {
  random: () => number;
  clientId: string;
  username: string;
  password: string;
  topics: readonly string[];
  right: readonly Buffer[];
}

const KINDS = 16;
const MOST_PACKETS = 40;
const RIGHT_SHARE = 0.85;

/** Makes a conversation: most begin with a CONNECT that is welcome, so that what follows is looked at. */
export function oddConversation(needs: OddPacketNeeds): OddConversation {
  const { random } = needs;
  const below = (most: number) => Math.floor(random() * most);
  const packets = Array.from({ length: 1 + below(MOST_PACKETS) }, () =>
    random() < RIGHT_SHARE ? (needs.right[below(needs.right.length)] as Buffer) : oddPacket(needs),
  );
  if (random() < 0.9) packets.unshift(connectPacket(needs));
  return { pieces: cut(Buffer.concat(packets), random), packets: packets.length };
}

/** One packet of any type, with any flags, in half of all cases with fields that its type has; its length may be told wrongly. */
export function oddPacket(needs: OddPacketNeeds): Buffer {
  const { random } = needs;
  const below = (most: number) => Math.floor(random() * most);
  const kind = below(KINDS);
  const usual = kind === 6 || kind === 8 || kind === 10 ? 2 : kind === 3 ? below(6) : 0;
  const first = (kind << 4) | (random() < 0.8 ? usual : below(16));
  const body = random() < 0.7 ? fieldsOf(kind, first, needs) : noise(below(60), random);
  if (random() < 0.1) body[below(body.length)] = below(256);
  const wrong = random() < 0.03;
  return Buffer.concat([
    Buffer.from([first]),
    lengthOf(body.length + (wrong ? below(9) - 4 : 0), random),
    body,
  ]);
}

/** What a client may send: to publish on `publish` and to hear `subscribe`. */
export function rightPackets({ publish, subscribe }: { publish: string; subscribe: string }): Buffer[] {
  const id = Buffer.from([0, 3]);
  const packet = (first: number, ...fields: Buffer[]) => {
    const body = Buffer.concat(fields);
    return Buffer.concat([Buffer.from([first]), lengthOf(body.length, () => 1), body]);
  };
  return [
    packet(0x30, text(publish), Buffer.from('at QoS 0')),
    packet(0x31, text(publish), Buffer.from('retained')),
    packet(0x32, text(publish), id, Buffer.from('at QoS 1')),
    packet(0x34, text(publish), id, Buffer.from('at QoS 2')),
    packet(0x62, id),
    packet(0x82, id, text(subscribe), Buffer.from([1])),
    packet(0xa2, id, text(subscribe)),
    packet(0xc0),
  ];
}

/** A CONNECT as a host sends it. */
export function connectPacket({ clientId, username, password }: OddPacketNeeds): Buffer {
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.from([4, 0xc2, 0, 0]),
    text(clientId),
    text(username),
    text(password),
  ]);
  return Buffer.concat([Buffer.from([0x10]), lengthOf(body.length, () => 1), body]);
}

function fieldsOf(kind: number, first: number, needs: OddPacketNeeds): Buffer {
  const { random, topics } = needs;
  const below = (most: number) => Math.floor(random() * most);
  const id = Buffer.from([0, random() < 0.1 ? 0 : 1 + below(5)]);
  const topic = () => text(topics[below(topics.length)] ?? '');
  switch (kind) {
    case 1:
      return connectPacket(needs).subarray(2);
    case 3:
      return Buffer.concat([
        topic(),
        ((first >> 1) & 3) === 0 ? Buffer.alloc(0) : id,
        noise(below(40), random),
      ]);
    case 8:
    case 10: {
      const filters = Array.from({ length: below(4) }, () => [
        topic(),
        Buffer.from(kind === 8 ? [below(4)] : []),
      ]);
      return Buffer.concat([id, ...filters.flat()]);
    }
    case 4:
    case 5:
    case 6:
    case 7:
      return id;
    case 9:
      return Buffer.concat([id, noise(below(3), random)]);
    default:
      return noise(below(2), random);
  }
}

function text(of: string): Buffer {
  const bytes = Buffer.from(of);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function noise(length: number, random: () => number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

/** A length in one to four bytes, now and then in more than it needs or than are allowed. */
function lengthOf(length: number, random: () => number): Buffer {
  const bytes: number[] = [];
  let rest = Math.max(0, length);
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  if (random() >= 0.02) return Buffer.from(bytes);
  const last = bytes.pop() ?? 0;
  const more = Array.from({ length: Math.floor(random() * 5) }, () => 0x80);
  return Buffer.from([...bytes, last | 0x80, ...more, 0]);
}

function cut(bytes: Buffer, random: () => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const to = random() < 0.7 ? bytes.length : at + 1 + Math.floor(random() * 30);
    pieces.push(bytes.subarray(at, to));
    at = to;
  }
  return pieces;
}
