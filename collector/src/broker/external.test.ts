import { createServer, connect as connectTcp, type Socket } from 'node:net';
import { createServer as createTlsServer, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createLog, Secret, systemClock } from '@watchcase/runtime';
import {
  createCertificateAuthority,
  describeWith,
  eventually,
  ManualClock,
  temporaryFolder,
} from '@watchcase/testkit';
import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { type Mosquitto, startMosquitto } from '../../../test/harness/mosquitto.ts';
import type { Message } from '../model/index.ts';
import { type Broker, startBroker } from './index.ts';

const topic = 'watchcase/v1/up/7/acme/db1/reading';
let messages: Message[];
let listening: boolean[];
let dropped: number;
let full: boolean;
let said: string[];
let closers: (() => unknown)[];

beforeEach(() => {
  messages = [];
  listening = [];
  dropped = 0;
  full = false;
  said = [];
  closers = [];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
});

async function open(url: string, clock = systemClock, password = 'collector-password'): Promise<Broker> {
  const log = createLog('test', 'silent');
  const note = (fields: { reason?: string; code?: string }) => said.push(fields.reason ?? fields.code ?? '');
  const door = {
    onMessage: (message: Message) => !full && messages.push(message) > 0,
    authenticate: () => Promise.resolve(false),
    enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
    onListening: (now: boolean) => void listening.push(now),
    onRefused: () => undefined,
    onDropped: (count: number) => (dropped += count),
  };
  const broker = await startBroker(
    { kind: 'external', url, username: 'collector', password: new Secret(password), others: [] },
    { door, clock, log: Object.assign(log, { error: note, warn: note }) },
  );
  closers.push(() => broker.close());
  return broker;
}

/** A broker of a few lines that does what a test wants after the connect. */
async function fakeBroker(answer: (socket: Socket, bytes: Buffer) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => answer(socket, Buffer.from(bytes)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.unshift(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Takes the connection and grants both subscriptions. */
function grant(socket: Socket, bytes: Buffer): void {
  if ((bytes[0] ?? 0) === 0x10) socket.write(Buffer.from([0x20, 2, 0, 0]));
  else if ((bytes[0] ?? 0) === 0x82) socket.write(Buffer.from([0x90, 4, 0, 1, 1, 1, 0x90, 3, 0, 2, 0x80]));
}

describe('a broker that behaves oddly', () => {
  it('and falls silent is left and tried again: the connection was half open', async () => {
    const clock = new ManualClock();
    let connects = 0;
    await open(
      await fakeBroker((socket, bytes) => {
        if (bytes[0] === 0x10) connects++;
        grant(socket, bytes);
      }),
      clock,
    );
    await eventually(async () => {
      await clock.advance(10);
      return listening.at(-1);
    });
    await clock.advance(40_000);
    expect(listening).toEqual([true]);
    await clock.advance(20_000);
    expect([listening, said]).toEqual([[true, false], ['nothing is heard from it']]);
    await eventually(async () => {
      await clock.advance(1000);
      return connects === 2;
    });
  });

  it.each([
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'this is no MQTT broker'],
    ['garbage', Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 'this is no MQTT broker'],
    ['a frame without end', Buffer.from([0x20, 0xff, 0xff, 0xff, 0xff]), 'a packet is too long'],
    ['a refusal', Buffer.from([0x20, 2, 0, 5]), 'connection refused: not authorized'],
    [
      'a malformed message',
      Buffer.from([0x20, 2, 0, 0, 0x32, 4, 0, 9, 1, 2]),
      'the broker sent a malformed message',
    ],
  ])('and answers with %s is said once', async (_name, bytes, reason) => {
    const clock = new ManualClock();
    let connects = 0;
    await open(
      await fakeBroker((socket) => {
        connects++;
        socket.write(bytes);
      }),
      clock,
    );
    await eventually(async () => {
      await clock.advance(1000);
      return connects >= 3;
    });
    expect([said, listening]).toEqual([[reason], []]);
  });

  it('and never answers is given up after ten seconds', async () => {
    const clock = new ManualClock();
    let asked = false;
    await open(await fakeBroker(() => (asked = true)), clock);
    await eventually(() => asked);
    await clock.advance(10_000);
    expect(said).toEqual(['no answer in time']);
  });

  it('and drops messages is counted from the connect on', async () => {
    const count = (total: number) => {
      const payload = String(total);
      const name = '$SYS/broker/publish/messages/dropped';
      const length = 2 + name.length + payload.length;
      return Buffer.concat([Buffer.from([0x30, length, 0, name.length]), Buffer.from(name + payload)]);
    };
    await open(
      await fakeBroker((socket, bytes) => {
        grant(socket, bytes);
        if (bytes[0] === 0x82) for (const total of [100, 100, 107, 3, 5]) socket.write(count(total));
      }),
    );
    await eventually(() => dropped === 9);
    expect(said).toEqual(['BROKER_DROPS_MESSAGES', 'BROKER_DROPS_MESSAGES']);
  });
});

describeWith(['mosquitto', 'openssl'], 'Mosquitto', () => {
  let mosquitto: Mosquitto;
  beforeAll(async () => {
    mosquitto = await startMosquitto({ verbose: false, more: 'sys_interval 1\nmax_queued_messages 1000\n' });
  });
  afterAll(() => mosquitto.stop());

  async function publisher() {
    const client = await mqtt.connectAsync(mosquitto.url, {
      username: mosquitto.username,
      password: mosquitto.password,
    });
    closers.push(() => client.endAsync(true));
    return client;
  }

  it('keeps what the house cannot take, and hands it over in order', async () => {
    await open(mosquitto.url);
    await eventually(() => listening.at(-1));
    const client = await publisher();
    full = true;
    for (let i = 0; i < 500; i++)
      await client.publishAsync(topic, `${i}`.padEnd(1000), { qos: i % 2 === 0 ? 1 : 0 });
    expect(messages).toEqual([]);
    full = false;
    await eventually(() => messages.length === 500);
    expect(messages.map(({ payload }) => Number(payload.toString()))).toEqual(
      Array.from({ length: 500 }, (_, i) => i),
    );
    expect(dropped).toBe(0);
  });

  it('whose queue is too short for what the house cannot take is told of', async () => {
    await open(mosquitto.url);
    await eventually(() => listening.at(-1));
    const client = await publisher();
    full = true;
    const sent = 3000;
    const large = Buffer.alloc(20_000);
    for (let i = 0; i < sent; i++) client.publish(topic, large, { qos: 0 });
    await client.publishAsync(topic, '', { qos: 1 });
    full = false;
    await eventually(() => dropped > 0);
    await eventually(() => dropped + messages.length >= sent);
    expect(said).toContain('BROKER_DROPS_MESSAGES');
  });

  it('with a wrong password is said', async () => {
    await open(mosquitto.url, systemClock, 'wrong');
    await eventually(() => said.length > 0);
    expect(said).toEqual(['connection refused: not authorized']);
  });

  it('is reached over TLS when its certificate is good, and only then', async () => {
    using folder = temporaryFolder();
    const authority = createCertificateAuthority(folder.path);
    const now = systemClock.now();
    const issued = authority.issue({ names: ['DNS:localhost'], from: now - 60_000, to: now + 3_600_000 });
    const server = createTlsServer(issued, (socket) => {
      const inner = connectTcp(mosquitto.port, '127.0.0.1');
      for (const one of [socket, inner]) one.on('error', () => inner.destroy());
      socket.pipe(inner).pipe(socket);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    closers.unshift(() => {
      server.close();
    });
    const { port } = server.address() as { port: number };
    await open(`mqtts://localhost:${port}`);
    await eventually(() => said.length > 0);
    expect(said[0]).toMatch(/certificate/);
    const before = getCACertificates('default');
    closers.unshift(() => setDefaultCACertificates(before));
    setDefaultCACertificates([...before, authority.cert]);
    await eventually(() => listening.at(-1));
    await (await publisher()).publishAsync(topic, 'over TLS', { qos: 1 });
    await eventually(() => messages.length === 1);
    const elsewhere = said.length;
    await open(`mqtts://127.0.0.1:${port}`);
    await eventually(() => said.length > elsewhere);
    expect(said.at(-1)).toMatch(/altnames|IP/);
  });

  it('is reached over WebSocket', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      const stream = createWebSocketStream(socket);
      const inner = connectTcp(mosquitto.port, '127.0.0.1');
      for (const one of [stream, inner]) one.on('error', () => inner.destroy());
      stream.pipe(inner).pipe(stream);
    });
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    closers.unshift(() => {
      server.close();
    });
    const broker = await open(`ws://127.0.0.1:${(server.address() as { port: number }).port}`);
    await eventually(() => listening.at(-1));
    const client = await publisher();
    const heard: string[] = [];
    client.on('message', (_topic, payload) => heard.push(payload.toString()));
    await client.subscribeAsync('watchcase/v1/down/acme/db1/ack');
    await client.publishAsync(topic, 'over WebSocket', { qos: 1 });
    await eventually(() => messages.length === 1);
    broker.publish('watchcase/v1/down/acme/db1/ack', '{"heard":"✓"}');
    await eventually(() => heard.length === 1);
    expect(heard).toEqual(['{"heard":"✓"}']);
  });
});
