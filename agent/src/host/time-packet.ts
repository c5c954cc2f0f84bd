/** What an NTP server says: how far this clock is behind it (positive) or ahead, and the round trip, in seconds. */
export interface TimeAnswer {
  offsetSeconds: number;
  roundTripSeconds: number;
  stratum: number;
}

/** `foreign` is a packet that does not answer this request, whoever sent it. */
type PacketRead =
  | { outcome: 'answer'; answer: TimeAnswer }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'foreign' };

export const PACKET_BYTES = 48;
const ERA_SECONDS = 2 ** 32;
const EPOCH_SECONDS = 2_208_988_800;
const FRACTION = 2 ** 32;
const SERVER_MODE = 4;
const NOT_SYNCHRONISED = 3;
const MOST_STRATUM = 15;

/** Fills a client's request, version 4. */
export function writeRequest(packet: Buffer, sentAt: number): void {
  packet[0] = 0x23;
  const seconds = Math.floor(sentAt / 1000) + EPOCH_SECONDS;
  packet.writeUInt32BE(seconds % ERA_SECONDS, 40);
  packet.writeUInt32BE(Math.floor(((sentAt % 1000) / 1000) * FRACTION), 44);
}

/** Checks and evaluates what came back, as RFC 4330 section 5 says; times in Unix milliseconds. */
export function readAnswer(
  packet: Buffer,
  of: { request: Buffer; sentAt: number; arrivedAt: number },
): PacketRead {
  if (packet.length < PACKET_BYTES) return { outcome: 'foreign' };
  const [head = 0, stratum = 0] = packet;
  const isReply = packet.subarray(24, 32).equals(of.request.subarray(40, 48));
  if ((head & 7) !== SERVER_MODE || !isReply) return { outcome: 'foreign' };
  if (stratum === 0) {
    const code = packet.toString('latin1', 12, 16).replaceAll(/[^A-Z]/g, '');
    return { outcome: 'refused', reason: `the server refuses to answer: ${code}` };
  }
  if (head >> 6 === NOT_SYNCHRONISED || stratum > MOST_STRATUM)
    return { outcome: 'refused', reason: 'the server does not know the time itself' };
  const received = readTime(packet, 32);
  const answered = readTime(packet, 40);
  return {
    outcome: 'answer',
    answer: {
      offsetSeconds: (received - of.sentAt + (answered - of.arrivedAt)) / 2 / 1000,
      roundTripSeconds: Math.max(0, (of.arrivedAt - of.sentAt - (answered - received)) / 1000),
      stratum,
    },
  };
}

/** Seconds with the top bit clear belong to the era that begins in 2036. */
function readTime(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at);
  const era = seconds < ERA_SECONDS / 2 ? ERA_SECONDS : 0;
  return (seconds + era - EPOCH_SECONDS) * 1000 + (packet.readUInt32BE(at + 4) / FRACTION) * 1000;
}
