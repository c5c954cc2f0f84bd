import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { systemClock } from '@watchcase/runtime';
import { afterEach, expect, it } from 'vitest';
import { askTime } from './ask-time.ts';
import { PACKET_BYTES, writeRequest } from './time-packet.ts';

/** Too long a label for any name: no network is asked. */
const NO_HOST = `${'a'.repeat(64)}.invalid`;

let server: Socket | undefined;
afterEach(async () => {
  if (server !== undefined) await new Promise<void>((resolve) => server?.close(resolve));
  server = undefined;
});

/** A server five seconds ahead; `before` may send something first. */
async function serve(before?: (reply: (packet: Buffer) => void) => void, silent = false): Promise<number> {
  const socket = createSocket('udp4');
  server = socket;
  socket.on('message', (request, from) => {
    const reply = (packet: Buffer) => socket.send(packet, from.port, from.address);
    before?.(reply);
    if (silent) return;
    const packet = Buffer.alloc(PACKET_BYTES);
    writeRequest(packet, systemClock.now() + 5000);
    packet.copy(packet, 32, 40, 48);
    request.copy(packet, 24, 40, 48);
    packet[0] = 0x24;
    packet[1] = 3;
    reply(packet);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}

it('asks a server by name and port', async () => {
  const port = await serve();
  const { offsetSeconds, roundTripSeconds, stratum } = await askTime(systemClock, `localhost:${port}`, 5000);
  expect(Math.abs(offsetSeconds - 5)).toBeLessThan(1);
  expect(roundTripSeconds).toBeGreaterThanOrEqual(0);
  expect(stratum).toBe(3);
});

it('waits for the true answer behind foreign packets', async () => {
  const port = await serve((reply) => {
    reply(Buffer.from('nonsense'));
    reply(Buffer.alloc(PACKET_BYTES, 0x24));
  });
  expect((await askTime(systemClock, `127.0.0.1:${port}`, 5000)).stratum).toBe(3);
});

it('gives up in time', async () => {
  const port = await serve(undefined, true);
  await expect(askTime(systemClock, `127.0.0.1:${port}`, 100)).rejects.toThrow('no answer in time');
});

it('says when nobody is there, by port or by name', async () => {
  const port = await serve();
  await new Promise<void>((resolve) => server?.close(resolve));
  server = undefined;
  await expect(askTime(systemClock, `127.0.0.1:${port}`, 5000)).rejects.toThrow('ECONNREFUSED');
  await expect(askTime(systemClock, NO_HOST, 5000)).rejects.toThrow(/ENOTFOUND|EAI_AGAIN|in time/);
});
