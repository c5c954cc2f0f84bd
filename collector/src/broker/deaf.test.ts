import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { createLog, systemClock } from '@watchcase/runtime';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endlessPackets, sendAndNeverRead } from '../../../test/harness/endless-packets.ts';
import { collectGarbage } from '../startup/index.ts';
import { type Broker, startBroker } from './index.ts';

const CLIENTS = 6;
/** For all six: 64 KiB of answers and 64 KiB to be read at each, and as much again. */
const MOST_HELD = CLIENTS * 4 * 65_536;
const MOST_GROWTH = 50 * 2 ** 20;
const up = (host: string) => `watchcase/v1/up/7/acme/${host}/reading`;
const down = (host: string) => `watchcase/v1/down/acme/${host}/ack`;

/** Bytes of buffers that somebody still holds. */
function bufferedBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

let broker: Broker;
let taken: number;
const served = new Set<Socket>();
const onServed = (message: unknown) => void served.add((message as { socket: Socket }).socket);
const ends: (() => unknown)[] = [];
beforeEach(async () => {
  taken = 0;
  broker = await startBroker(
    { kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: 1000 },
    {
      door: {
        onMessage: () => ++taken > 0,
        authenticate: (username, password) => Promise.resolve(`${username}-secret` === password),
        enrol: () => Promise.resolve(undefined),
        onListening: () => undefined,
        onRefused: () => undefined,
        onDropped: () => undefined,
      },
      clock: systemClock,
      log: createLog('test', 'silent'),
    },
  );
  subscribe('net.server.socket', onServed);
});
afterEach(async () => {
  unsubscribe('net.server.socket', onServed);
  served.clear();
  for (const end of ends.splice(0).toReversed()) await end();
  await broker.close();
});

describe('six clients that send and never read', () => {
  it.each(Object.keys(endlessPackets))(
    '%s: what waits is bounded, and others are answered',
    { timeout: 60_000 },
    async (kind) => {
      const witness = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
        username: 'acme/witness',
        password: 'acme/witness-secret',
        reconnectPeriod: 0,
      });
      ends.push(() => witness.endAsync(true));
      served.clear();
      const before = bufferedBytes();
      const startedAt = systemClock.monotonic();
      const senders = Array.from({ length: CLIENTS }, (_, i) => {
        const [username, port] = [`acme/deaf${i}`, broker.port ?? 0];
        const topics = { up: up(`deaf${i}`), down: down(`deaf${i}`) };
        const sender = sendAndNeverRead({ port, username, password: `${username}-secret`, ...topics }, kind);
        ends.push(() => sender.socket.destroy());
        return sender;
      });
      let held = 0;
      for (let round = 0; round < 40; round++) {
        await witness.publishAsync(up('witness'), 'here', { qos: 1 });
        for (const socket of served) held = Math.max(held, socket.writableLength + socket.readableLength);
      }
      const seconds = (systemClock.monotonic() - startedAt) / 1000;
      expect(taken).toBeLessThanOrEqual(40 + CLIENTS * (1000 + 1000 * seconds));
      expect(served.size).toBe(CLIENTS);
      // Each has sent more than all may hold here, or as much as the system took of it.
      expect(Math.min(...senders.map((one) => one.written()))).toBeGreaterThan(60_000);
      expect(CLIENTS * held).toBeLessThan(MOST_HELD);
      expect(bufferedBytes() - before).toBeLessThan(MOST_GROWTH);
    },
  );
});
