import { createServer } from 'node:net';

/** Below those that the system gives to connections that go out: one of them had taken what was free a moment before. */
const FIRST = 10_000;
const COUNT = 22_000;
/** Each process goes on from a place of its own, so that none is given to two tests. */
let next = (process.pid * 911) % COUNT;

/** A TCP port of the loopback interface on which nobody listens at this moment, and which nobody is given by the system. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried++) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
