import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { callBus } from './call-dbus.ts';

const call = { destination: 'a.b', path: '/a', interface: 'a.b.C', member: 'Do', args: [] };
const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A socket behind which `serve` answers whoever comes. */
async function socketServedBy(serve: (peer: Socket) => void): Promise<{ socket: string; server: Server }> {
  const folder = temporaryFolder();
  const socket = join(folder.path, 'socket');
  const server = createServer(serve).listen(socket);
  await once(server, 'listening');
  open.push(() => {
    server.close();
    folder[Symbol.dispose]();
  });
  return { socket, server };
}

it.each([
  { name: 'hangs up', serve: (peer: Socket) => peer.destroy(), error: /hung up|ECONNRESET|EPIPE/ },
  {
    name: 'refuses us',
    serve: (peer: Socket) => peer.write('REJECTED EXTERNAL\r\n'),
    error: /sign-in was refused/,
  },
  {
    name: 'speaks something else',
    serve: (peer: Socket) => peer.write('OK 1234\r\nSSH-2.0-OpenSSH_9.2p1 Debian\r\n'),
    error: /no D-Bus message/,
  },
])('rejects when the other side $name', async ({ serve, error }) => {
  const { socket } = await socketServedBy((peer) => {
    peer.on('error', () => undefined);
    serve(peer);
  });
  await expect(callBus(systemClock, { socket, isBus: true, timeoutMs: 5000 }, [call])).rejects.toThrow(error);
});

it('gives up on one that never answers, and hangs up', async () => {
  const clock = new ManualClock();
  const { socket, server } = await socketServedBy(() => undefined);
  const asked = callBus(clock, { socket, isBus: false, timeoutMs: 2000 }, [call]);
  const refused = expect(asked).rejects.toThrow(/gives no answer/);
  const [peer] = (await once(server, 'connection')) as [Socket];
  peer.resume();
  await clock.advance(2000);
  await refused;
  await once(peer, 'close');
});

it('rejects when there is no socket', async () => {
  const asked = callBus(systemClock, { socket: '/nowhere/socket', isBus: true, timeoutMs: 1000 }, [call]);
  await expect(asked).rejects.toThrow(/ENOENT/);
});
