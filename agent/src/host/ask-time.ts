import { createSocket } from 'node:dgram';
import type { Clock } from '@watchcase/runtime';

/** What an NTP server says: how far this clock is behind it (positive) or ahead, and the round trip, in seconds. */
export interface TimeAnswer {
  offsetSeconds: number;
  roundTripSeconds: number;
  stratum: number;
}

const NTP_PORT = 123;
const EPOCH_SECONDS = 2_208_988_800;
const FRACTION = 2 ** 32;
const PACKET_BYTES = 48;

/** Asks once by SNTP; `server` may be `name:port`. Rejects when no sound answer comes in time. */
export function askTime(clock: Clock, server: string, timeoutMs: number): Promise<TimeAnswer> {
  const [name = '', port = String(NTP_PORT)] = server.split(':');
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const timer = clock.after(timeoutMs, () => end(() => reject(new Error('no answer in time'))));
    const end = (then: () => void) => {
      timer.cancel();
      socket.close();
      then();
    };
    const request = Buffer.alloc(PACKET_BYTES);
    // Leap indicator 0, version 4, mode 3 (client).
    request[0] = 0x23;
    const sentAt = clock.now();
    writeTime(request, 40, sentAt);
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('message', (answer) => {
      const arrivedAt = clock.now();
      end(() => {
        if (
          answer.length < PACKET_BYTES ||
          (answer[1] ?? 0) === 0 ||
          !answer.subarray(24, 32).equals(request.subarray(40, 48))
        )
          reject(new Error('not a sound answer'));
        else resolve(evaluate(answer, sentAt, arrivedAt));
      });
    });
    socket.send(request, Number(port), name, (error) => {
      if (error) end(() => reject(error));
    });
  });
}

function evaluate(answer: Buffer, sentAt: number, arrivedAt: number): TimeAnswer {
  const received = readTime(answer, 32);
  const answered = readTime(answer, 40);
  return {
    offsetSeconds: (received - sentAt + (answered - arrivedAt)) / 2 / 1000,
    roundTripSeconds: (arrivedAt - sentAt - (answered - received)) / 1000,
    stratum: answer[1] ?? 0,
  };
}

function writeTime(packet: Buffer, at: number, ms: number): void {
  packet.writeUInt32BE(Math.floor(ms / 1000) + EPOCH_SECONDS, at);
  packet.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * FRACTION), at + 4);
}

function readTime(packet: Buffer, at: number): number {
  return (packet.readUInt32BE(at) - EPOCH_SECONDS) * 1000 + (packet.readUInt32BE(at + 4) / FRACTION) * 1000;
}
