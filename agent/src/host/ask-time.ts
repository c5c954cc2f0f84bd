import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { Clock } from '@watchcase/runtime/light';
import { PACKET_BYTES, readAnswer, type TimeAnswer, writeRequest } from './time-packet.ts';

const NTP_PORT = 123;

/**
 * Asks once by SNTP (RFC 4330). `server` is a name or address, with `:port` behind it where that is not 123 (an IPv6 address in
 * brackets then). Rejects when no sound answer comes in time.
 */
export async function askTime(clock: Clock, server: string, timeoutMs: number): Promise<TimeAnswer> {
  const { name, port } = splitServer(server);
  let timer: { cancel(): void } | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = clock.after(timeoutMs, () => reject(new Error('no answer in time')));
  });
  try {
    // Looked up first: the time it takes must not count as the packet's way.
    const { address, family } = await Promise.race([lookup(name), expired]);
    const question = ask(clock, { address, port, family });
    return await Promise.race([question.answer, expired]).finally(() => question.close());
  } finally {
    timer?.cancel();
  }
}

function ask(clock: Clock, to: { address: string; port: number; family: number }) {
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4');
  const answer = new Promise<TimeAnswer>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('connect', () => {
      const request = Buffer.alloc(PACKET_BYTES);
      const sentAt = clock.now();
      writeRequest(request, sentAt);
      socket.on('message', (packet) => {
        const read = readAnswer(packet, { request, sentAt, arrivedAt: clock.now() });
        if (read.outcome === 'answer') resolve(read.answer);
        else if (read.outcome === 'refused') reject(new Error(read.reason));
      });
      socket.send(request, (error) => {
        if (error) reject(error);
      });
    });
    socket.connect(to.port, to.address);
  });
  return { answer, close: () => socket.close() };
}

function splitServer(server: string): { name: string; port: number } {
  const match = /^\[(?<v6>[^\]]+)\](?::(?<v6port>\d+))?$|^(?<name>[^:]+):(?<port>\d+)$/.exec(server)?.groups;
  const port = match?.['port'] ?? match?.['v6port'];
  return {
    name: match?.['v6'] ?? match?.['name'] ?? server,
    port: port === undefined ? NTP_PORT : Number(port),
  };
}
