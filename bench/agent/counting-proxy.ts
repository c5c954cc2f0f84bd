import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { systemClock } from '@watchcase/runtime';

/** Bytes of TCP payload that went each way; `up` is from the agent to the broker. */
export interface Traffic {
  up: number;
  down: number;
}

/** Stands between an agent and its broker and counts. */
export interface CountingProxy {
  port: number;
  traffic(): Traffic;
  /** Resolves with the moment (Clock.monotonic) at which the next reading passes. */
  nextReading(): Promise<number>;
  stop(): Promise<void>;
}

/** Every reading's topic ends in this, and no other does. */
const READING = Buffer.from('/reading');

/** Listens on a free loopback port and passes everything on to `target`. */
export async function startCountingProxy(target: number): Promise<CountingProxy> {
  const total: Traffic = { up: 0, down: 0 };
  const sockets = new Set<Socket>();
  let waiting: ((at: number) => void)[] = [];

  const server = createServer({ noDelay: true }, (agent) => {
    const broker = connect({ port: target, host: '127.0.0.1', noDelay: true });
    agent.on('data', (chunk: Buffer) => {
      total.up += chunk.length;
      if (waiting.length === 0 || !chunk.includes(READING)) return;
      for (const tell of waiting.splice(0)) tell(systemClock.monotonic());
    });
    broker.on('data', (chunk: Buffer) => (total.down += chunk.length));
    for (const [one, other] of [
      [agent, broker],
      [broker, agent],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    traffic: () => ({ ...total }),
    nextReading: () =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
