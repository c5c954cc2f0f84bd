import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createLog, systemClock } from '@watchcase/runtime';
import { afterEach, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

const EPOCH_SECONDS = 2_208_988_800;

/** An NTP server whose clock is `aheadSeconds` ahead; silent when that is undefined. Gives its address and how often it was asked. */
async function serve(aheadSeconds: number | undefined, stratum = 2) {
  const socket = createSocket('udp4');
  open.push(socket);
  const asked = { times: 0 };
  socket.on('message', (request, from) => {
    asked.times += 1;
    if (aheadSeconds === undefined) return;
    const answer = Buffer.alloc(48);
    answer.writeUInt8(0x24, 0);
    answer.writeUInt8(stratum, 1);
    request.copy(answer, 24, 40, 48);
    const seconds = systemClock.now() / 1000 + aheadSeconds + EPOCH_SECONDS;
    for (const at of [32, 40]) {
      answer.writeUInt32BE(Math.floor(seconds), at);
      answer.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
    }
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { server: `127.0.0.1:${socket.address().port}`, asked };
}

function start(servers: string[]) {
  const collect = probe.start(schema.parse({ servers, timeout: '500ms' }), host);
  return async (at: number) =>
    (await collect(at)).map(({ tags, fields }) => ({
      ...tags,
      ...Object.fromEntries(fields.map(([name, , value]) => [name, value])),
    }));
}

it.each([{ ahead: 0 }, { ahead: 90.5 }, { ahead: -4000 }])(
  'measures an offset of $ahead s',
  async ({ ahead }) => {
    const { server } = await serve(ahead);
    const [found] = await start([server])(0);
    expect(found).toMatchObject({ server, reachable: 1, stratum: 2, round_trip: expect.any(Number) });
    expect(found).toHaveProperty('offset', expect.closeTo(ahead, 1));
  },
);

it.each([
  { name: 'silent', ahead: undefined, stratum: 2 },
  { name: 'without the time itself', ahead: 0, stratum: 16 },
])('a server that is $name is null, beside one that is good', async ({ ahead, stratum }) => {
  const bad = await serve(ahead, stratum);
  const good = await serve(0);
  expect(await start([bad.server, good.server])(0)).toMatchObject([
    { server: bad.server, offset: null, reachable: 0, round_trip: null, stratum: null },
    { server: good.server, reachable: 1 },
  ]);
});

it('asks a server seldom, and one that failed at each reading', async () => {
  const good = await serve(0);
  const silent = await serve(undefined);
  const collect = start([good.server, silent.server]);
  for (const at of [0, 15_000, 30_000]) await collect(at);
  expect([good.asked.times, silent.asked.times]).toEqual([1, 3]);
  await collect(300_000);
  expect(good.asked.times).toBe(2);
});

it('asks nobody until it is told whom', async () => {
  expect(await start([])(0)).toEqual([]);
});
