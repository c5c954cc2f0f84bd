import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { connect } from 'node:tls';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { createGuard, type Refused } from './guard.ts';
import { initTls } from './own-authority.ts';

const folder = temporaryFolder();
afterEach(() => folder[Symbol.dispose]());

it('a crowd shakes hands at a pace, in order; who would wait too long is ended before it, and told of', async () => {
  const clock = new ManualClock();
  const { files } = initTls(folder.path, { names: ['localhost'], now: clock.now() });
  const refused: Refused[] = [];
  const guard = createGuard({
    identity: { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
    minVersion: '1.2',
    plain: 'here',
    protocols: ['mqtt'],
    answer: Buffer.alloc(0),
    refused: (why) => refused.push(why),
    clientAuthority: undefined,
    pace: { perSecond: 50, patienceMs: 400 },
    clock,
  });
  let handedOn = 0;
  const server = createServer((socket) => guard.receive(socket, () => handedOn++)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [shaken, ended] = [[] as number[], [] as number[]];
  const clients = Array.from({ length: 30 }, (_, number) =>
    connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
      .once('secureConnect', () => shaken.push(number))
      .once('close', () => ended.push(number))
      .on('error', () => undefined),
  );
  try {
    // Five at once, 20 in the line; the last five would wait for too long.
    await eventually(() => handedOn === 5 && ended.length === 5);
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'crowded'));
    await clock.advance(100);
    await eventually(() => handedOn === 10);
    expect(shaken.length).toBeLessThanOrEqual(10);
    await clock.advance(300);
    await eventually(() => handedOn === 25 && shaken.length === 25);
    expect(ended).toHaveLength(5);
  } finally {
    for (const client of clients) client.destroy();
    guard.close();
    server.close();
  }
});
