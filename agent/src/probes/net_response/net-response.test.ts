import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createLog, systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

const log = createLog('test', 'error');
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(): Promise<number> {
  const server = createServer((peer) => peer.on('error', () => undefined)).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const start = (watch: unknown[], clock = systemClock) =>
  probe.start(schema.parse({ watch }), createHost({ clock, log }));

it('connects to an open port', async () => {
  const port = await serve();
  const samples = await start([{ server: '127.0.0.1', port }])(0);
  expect(samples).toEqual([
    {
      measurement: 'net_response',
      tags: { server: '127.0.0.1', port: String(port), protocol: 'tcp' },
      fields: [
        ['result_code', 'none', 0],
        ['response_time', 'seconds', expect.any(Number)],
      ],
    },
  ]);
});

it('tells a refused port and an unknown name from an open one, in one reading and in the order of the list', async () => {
  const port = await serve();
  const samples = await start([
    { server: '127.0.0.1', port: 1 },
    { server: '127.0.0.1', port },
    { server: 'nowhere.invalid', port: 80 },
  ])(0);
  expect(samples.map(({ fields }) => fields.map(([, , value]) => value))).toEqual([
    [2, null],
    [0, expect.any(Number)],
    [2, null],
  ]);
});

it('gives up when the time is over', async () => {
  const clock = new ManualClock();
  // An address for documentation: packets to it go nowhere (RFC 5737).
  const asked = start([{ server: '192.0.2.1', port: 9, timeout: '2s' }], clock)(0);
  await clock.advance(2000);
  const [sample] = await asked;
  expect(sample?.fields.map(([, , value]) => value)).toEqual([1, null]);
});

it.each([
  [{ server: 'a', port: 0 }],
  [{ server: '', port: 1 }],
  [{ server: 'a', port: 1, timeout: '2m' }],
  [
    { server: 'a', port: 1 },
    { server: 'a', port: 1, timeout: '1s' },
  ],
])('refuses to watch %j', (...watch) => {
  expect(schema.safeParse({ watch }).success).toBe(false);
});
