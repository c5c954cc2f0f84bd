import { once } from 'node:events';
import { createServer } from 'node:net';
import { systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { connectTcp } from './connect-tcp.ts';

/** Too long a label for any name: no network is asked. */
const NO_HOST = `${'a'.repeat(64)}.invalid`;

it('connects and hangs up, and says when nobody listens any more', async () => {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const to = { server: '127.0.0.1', port: address.port, timeoutMs: 5000 };
  const [result] = await Promise.all([connectTcp(systemClock, to), once(server, 'connection')]);
  expect(result).toEqual({ outcome: 'connected', seconds: expect.any(Number) });

  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  expect(await connectTcp(systemClock, to)).toEqual({ outcome: 'refused', reason: 'ECONNREFUSED' });
});

it('says when there is no such name', async () => {
  const result = await connectTcp(systemClock, { server: NO_HOST, port: 1, timeoutMs: 5000 });
  expect(result).toEqual({ outcome: 'refused', reason: 'ENOTFOUND' });
});

it('gives up when its time is over, whatever the network does', async () => {
  const clock = new ManualClock();
  // An address for documentation (RFC 5737): nobody answers there.
  const result = connectTcp(clock, { server: '192.0.2.1', port: 9, timeoutMs: 0 });
  await clock.advance(0);
  expect(await result).toEqual({ outcome: 'timeout', reason: 'ETIMEDOUT' });
});
