import { connect as connectTcp, type Socket } from 'node:net';
import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { type Broker, startBroker } from './index.ts';
import { mayPublish, maySubscribe, senderOf } from './permissions.ts';

const PER_SECOND = 20;
const own = 'watchcase/v1/up/7/acme/db1/reading';
const ack = 'watchcase/v1/down/acme/db1/ack';

let clock: ManualClock;
let broker: Broker;
let messages: string[];
let refused: string[];
let clients: MqttClient[];
let sockets: Socket[];
let full: boolean;
let fault: Error | undefined;
let logged: string[];

beforeEach(async () => {
  clock = new ManualClock();
  messages = [];
  refused = [];
  clients = [];
  sockets = [];
  full = false;
  fault = undefined;
  logged = [];
  const door = {
    onMessage(message: Message) {
      if (fault !== undefined) throw fault;
      if (!full) messages.push(message.payload.toString());
      return !full;
    },
    authenticate: (username: string, password: string) => Promise.resolve(`${username}-secret` === password),
    enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
    onListening: () => undefined,
    onRefused: (what: string) => void refused.push(what),
    onDropped: () => undefined,
  };
  broker = await startBroker(
    { kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: PER_SECOND },
    { door, clock, log: createLog('test', 'warn', { write: (line: string) => void logged.push(line) }) },
  );
});

afterEach(async () => {
  for (const client of clients) client.end(true);
  for (const socket of sockets) socket.destroy();
  await broker.close();
});

/** A connection that is not MQTT's own client; `closed` when the broker has ended it. */
function raw(bytes: Buffer = Buffer.alloc(0)) {
  const socket = connectTcp(broker.port ?? 0, '127.0.0.1');
  sockets.push(socket);
  const seen = { socket, closed: false, heard: Buffer.alloc(0) };
  socket.on('error', () => undefined);
  socket.on('close', () => (seen.closed = true));
  socket.on('data', (chunk) => (seen.heard = Buffer.concat([seen.heard, Buffer.from(chunk)])));
  socket.write(bytes);
  return seen;
}

function asHost(name: string, more: IClientOptions = {}): Promise<MqttClient> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${broker.port}`, {
    username: `acme/${name}`,
    password: `acme/${name}-secret`,
    reconnectPeriod: 0,
    ...more,
  });
  clients.push(client);
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.on('error', reject);
  });
}

const connectBytes = (keepalive = 0) => generate(connectPacket(keepalive));

/** Advances until the broker has noticed. */
async function cutOff(seen: { closed: boolean }, ms: number): Promise<void> {
  await clock.advance(ms);
  await eventually(() => seen.closed);
}

describe('a client that does not finish', () => {
  it('a connect is cut off after ten seconds, however many there are, while others go on', async () => {
    const idle = Array.from({ length: 300 }, () => raw());
    const half = raw(Buffer.from(connectBytes()).subarray(0, 20));
    const client = await asHost('db1');
    await client.publishAsync(own, 'here', { qos: 1 });
    await clock.advance(9000);
    expect([half.closed, idle.some((one) => one.closed), refused]).toEqual([false, false, []]);
    await clock.advance(4000);
    await eventually(() => half.closed && idle.every((one) => one.closed));
    expect(refused).toEqual(Array.from({ length: 301 }, () => 'unfinished'));
    await client.publishAsync(own, 'still here', { qos: 1 });
    expect(messages).toEqual(['here', 'still here']);
  });

  it('a packet is cut off after a minute, though it asked for no keepalive', async () => {
    const seen = raw(connectBytes());
    await eventually(() => seen.heard.length === 4);
    seen.socket.write(Buffer.from([0x30, 100, 0, 10, 1, 2, 3]));
    seen.socket.write(Buffer.from([4]));
    await eventually(async () => {
      await clock.advance(2000);
      return seen.closed;
    });
    expect(refused).toEqual(['unfinished']);
  });
});

it('cuts off a client that says nothing for one and a half of its keepalives', async () => {
  const seen = raw(connectBytes(10));
  await eventually(() => seen.heard.length === 4);
  await clock.advance(12_000);
  seen.socket.write(Buffer.from([0xc0, 0]));
  await eventually(() => seen.heard.length === 6);
  await clock.advance(12_000);
  expect(seen.closed).toBe(false);
  await cutOff(seen, 6000);
  expect(refused).toEqual(['silent']);
});

it('cuts off a client that does not read, and bounds what waits for it', async () => {
  const seen = raw(connectBytes());
  await eventually(() => seen.heard.length === 4);
  seen.socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: ack, qos: 0 }] }));
  await eventually(() => seen.heard.length === 9);
  seen.socket.pause();
  // What the system's own buffers take at both ends is not ours.
  for (let i = 0; i < 2000; i++) {
    broker.publish(ack, 'x'.repeat(10_000));
    await new Promise(setImmediate);
  }
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 5000; i++) broker.publish(ack, 'x'.repeat(10_000));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20);
  await clock.advance(14_000);
  await eventually(() => refused.length > 0);
  expect(refused).toEqual(['deaf']);
  expect(broker.connectedClients()).toBe(0);
});

it('a SUBSCRIBE without filters ends the connection of the newcomer that sent it, and nothing else', async () => {
  const newcomer = { ...connectPacket(0), username: 'enrol', password: Buffer.from('enrol') };
  const seen = raw(Buffer.concat([generate(newcomer), Buffer.from([0x82, 2, 0, 1])]));
  await eventually(() => seen.closed);
  expect(refused).toEqual(['malformed']);
  const client = await asHost('db1');
  await client.publishAsync(own, 'still here', { qos: 1 });
});

it('a newcomer without a client id is told so: it would hear the credentials of others', async () => {
  const nameless = { ...connectPacket(0), clientId: '', username: 'enrol', password: Buffer.from('enrol') };
  const seen = raw(generate(nameless));
  await eventually(() => seen.closed);
  expect([[...seen.heard], refused]).toEqual([[0x20, 2, 0, 2], ['connection']]);
  const nobody = { username: 'enrol', clientId: '' };
  expect(mayPublish(nobody, 'watchcase/v1/enrol//request')).toBe(false);
  expect(maySubscribe(nobody, 'watchcase/v1/enrol//reply')).toBe(false);
  // An external broker may let it through.
  expect(senderOf('watchcase/v1/enrol//request')).toBeUndefined();
});

it('a packet that meets a fault of the house ends its connection, is counted, and is in the log', async () => {
  fault = new Error('a fault of ours');
  const seen = raw(connectBytes());
  await eventually(() => seen.heard.length === 4);
  seen.socket.write(
    generate({ cmd: 'publish', topic: own, payload: 'x', qos: 0, dup: false, retain: false }),
  );
  await eventually(() => seen.closed);
  expect(refused).toEqual(['malformed']);
  expect(logged.join('')).toContain('PACKET_NOT_TAKEN');
});

it('keeps a message while the house is full, reads no more of that client, and takes it once', async () => {
  const client = await asHost('db1');
  full = true;
  const published = client.publishAsync(own, 'first', { qos: 1 });
  const more = client.publishAsync(own, 'second', { qos: 1 });
  await clock.advance(200);
  expect(messages).toEqual([]);
  full = false;
  await eventually(async () => {
    await clock.advance(60);
    return messages.length === 2;
  });
  await Promise.all([published, more]);
  expect(messages).toEqual(['first', 'second']);
});

it('lets a crowd in at its pace, and asks those to come again who would wait too long', async () => {
  const answers: string[] = [];
  const bound = PER_SECOND * 10;
  for (let i = 0; i < 300; i++)
    void asHost(`h${i}`).then(
      () => answers.push('in'),
      (error: Error) => answers.push(error.message),
    );
  await eventually(() => answers.length === 300 - bound);
  expect(answers.filter((one) => one === 'in')).toHaveLength(2);
  expect(answers.filter((one) => /Server unavailable/.test(one))).toHaveLength(98);
  await clock.advance(5000);
  await eventually(() => (broker.connectedClients() ?? 0) >= 100);
  expect(broker.connectedClients()).toBeLessThanOrEqual(106);
  await clock.advance(5500);
  await eventually(() => broker.connectedClients() === 202);
  expect(refused).toEqual(Array.from({ length: 98 }, () => 'crowded'));
});

it('takes a message at QoS 2 once, though it is sent twice', async () => {
  const seen = raw(connectBytes());
  await eventually(() => seen.heard.length === 4);
  const publish = { cmd: 'publish' as const, topic: own, payload: 'once', qos: 2 as const, messageId: 7 };
  seen.socket.write(generate({ ...publish, dup: false, retain: false }));
  seen.socket.write(generate({ ...publish, dup: true, retain: false }));
  seen.socket.write(generate({ cmd: 'pubrel', messageId: 7 }));
  await eventually(() => seen.heard.length === 16);
  expect([...seen.heard.subarray(4)]).toEqual([0x50, 2, 0, 7, 0x50, 2, 0, 7, 0x70, 2, 0, 7]);
  expect(messages).toEqual(['once']);
});

it('tells a client of another version of MQTT so, and is not confused by it', async () => {
  const seen = raw(generate({ ...connectPacket(0), protocolVersion: 5 }));
  await eventually(() => seen.closed);
  expect([...seen.heard]).toEqual([0x20, 2, 0, 1]);
  const client = await asHost('db1');
  await client.subscribeAsync(ack);
});

function connectPacket(keepalive: number) {
  return {
    cmd: 'connect' as const,
    protocolId: 'MQTT' as const,
    protocolVersion: 4 as const,
    clean: true,
    clientId: 'raw',
    keepalive,
    username: 'acme/db1',
    password: Buffer.from('acme/db1-secret'),
  };
}
