/** One MQTT packet as it came: the upper half of its first byte, and what follows its length. */
export interface Frame {
  type: number;
  body: Buffer;
}

/** Types of the packets a simulated agent listens for. */
export const FRAME = { connected: 2, publish: 3 } as const;

/** Cuts a stream of bytes into MQTT packets; a part of one waits for the rest. */
export function createFrameReader(take: (frame: Frame) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const size = sizeOf(rest);
      if (size === undefined || rest.length < size.head + size.body) return;
      const body = rest.subarray(size.head, size.head + size.body);
      const type = (rest[0] ?? 0) >> 4;
      rest = rest.subarray(size.head + size.body);
      take({ type, body });
    }
  };
}

/** The payload of a PUBLISH at QoS 0. */
export function payloadOf(publish: Buffer): string {
  return publish.toString('utf8', 2 + publish.readUInt16BE(0));
}

function sizeOf(bytes: Buffer): { head: number; body: number } | undefined {
  let body = 0;
  for (let i = 1; i <= 4; i++) {
    const byte = bytes[i];
    if (byte === undefined) return undefined;
    body += (byte & 127) * 128 ** (i - 1);
    if (byte < 128) return { head: i + 1, body };
  }
  throw new Error('not an MQTT packet');
}
