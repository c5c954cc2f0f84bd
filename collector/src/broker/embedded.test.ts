import { connect as connectTcp } from 'node:net';
import { ENROL_USER, enrolTopic } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { type Broker, type BrokerDoor, startBroker } from './index.ts';

const log = createLog('test', 'silent');
const own = 'watchcase/v1/up/7/acme/db1/reading';

let broker: Broker;
let messages: Message[];
let refused: string[];
let clients: MqttClient[];

beforeEach(async () => {
  messages = [];
  refused = [];
  clients = [];
  const door = {
    onMessage: (message: Message) => messages.push(message) > 0,
    authenticate: (username: string, password: string) => Promise.resolve(`${username}-secret` === password),
    enrol: (payload: string) => Promise.resolve({ ok: false as const, code: 'TEST', message: payload }),
    onListening: () => undefined,
    onRefused: (what: string) => void refused.push(what),
    onDropped: () => undefined,
  };
  broker = await startBroker(
    { kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: 500 },
    { door, clock: systemClock, log },
  );
});

afterEach(async () => {
  for (const client of clients) client.end(true);
  await broker.close();
});

function open(options: IClientOptions): Promise<MqttClient> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${broker.port}`, {
    reconnectPeriod: 0,
    connectTimeout: 5000,
    ...options,
  });
  clients.push(client);
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client));
    client.once('error', reject);
  });
}

const host = (name: string) => ({ username: name, password: `${name}-secret` });

describe('who may connect', () => {
  it.each([
    ['nobody', {}],
    ['a user without a password', { username: 'acme/db1' }],
    ['a wrong password', { username: 'acme/db1', password: 'acme/db2-secret' }],
    ['an enrolment user with another password', { username: ENROL_USER, password: 'x' }],
  ])('%s is refused', async (_name, options) => {
    await expect(open(options)).rejects.toThrow(/Bad username|Not authorized/i);
    expect(refused).toEqual(['connection']);
  });
});

describe('what a host may touch', () => {
  it('publishes its own readings', async () => {
    const client = await open(host('acme/db1'));
    await client.publishAsync(own, 'hello', { qos: 1 });
    expect(messages.map((message) => [message.topic, message.payload.toString()])).toEqual([[own, 'hello']]);
  });

  it.each([
    'watchcase/v1/up/7/acme/db2/reading',
    'watchcase/v1/up/7/acme/db1/ack',
    'watchcase/v1/down/acme/db1/ack',
    'watchcase/v1/enrol/x/request',
    '$SYS/broker',
  ])('is cut off when it publishes to %s', async (topic) => {
    const client = await open(host('acme/db1'));
    client.publish(topic, 'x', { qos: 0 });
    await eventually(() => !client.connected);
    expect([messages, refused]).toEqual([[], ['publish']]);
  });

  it.each([
    '#',
    'watchcase/#',
    'watchcase/v1/up/#',
    'watchcase/v1/down/acme/db2/ack',
    'watchcase/v1/down/acme/+/ack',
    '$SYS/#',
  ])('may not subscribe to %s', async (filter) => {
    const client = await open(host('acme/db1'));
    client.subscribe(filter);
    await eventually(() => !client.connected);
    expect(refused).toEqual(['subscription']);
  });

  it('hears its own acknowledgements', async () => {
    const client = await open(host('acme/db1'));
    await client.subscribeAsync('watchcase/v1/down/acme/db1/ack');
    const heard: string[] = [];
    client.on('message', (_topic, payload) => heard.push(payload.toString()));
    broker.publish('watchcase/v1/down/acme/db1/ack', '{}');
    await eventually(() => heard.length === 1);
  });

  it('hands over the will of a client that vanished', async () => {
    const will = {
      topic: 'watchcase/v1/up/7/acme/db1/presence',
      payload: Buffer.from('gone'),
      qos: 1 as const,
      retain: true,
    };
    const client = await open({ ...host('acme/db1'), will });
    client.stream.destroy();
    await eventually(() => messages.some((message) => message.payload.toString() === 'gone'));
  });
});

describe('enrolment', () => {
  it('answers on the own topic only', async () => {
    const client = await open({ username: ENROL_USER, password: ENROL_USER, clientId: 'f'.repeat(32) });
    const heard: string[] = [];
    client.on('message', (_topic, payload) => heard.push(payload.toString()));
    await client.subscribeAsync(enrolTopic('f'.repeat(32), 'reply'));
    await client.publishAsync(enrolTopic('f'.repeat(32), 'request'), 'token', { qos: 1 });
    await eventually(() => heard.length === 1);
    expect(JSON.parse(heard[0] ?? '')).toEqual({ ok: false, code: 'TEST', message: 'token' });
    expect(messages).toEqual([]);
  });
});

describe('hostile bytes', () => {
  it.each([
    ['a frame announced too long', Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])],
    ['a length that never ends', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('%s ends the connection, not the broker', async (_name, bytes) => {
    const socket = connectTcp(broker.port ?? 0, '127.0.0.1');
    let closed = false;
    socket.on('close', () => {
      closed = true;
    });
    socket.on('error', () => undefined);
    socket.write(bytes);
    await eventually(() => closed);
    const client = await open(host('acme/db1'));
    await client.publishAsync(own, 'still here', { qos: 1 });
    expect(messages).toHaveLength(1);
  });

  it('cuts off a client whose message exceeds the limit', async () => {
    const client = await open(host('acme/db1'));
    client.on('error', () => undefined);
    client.publish(own, Buffer.alloc(300 * 1024), { qos: 0 });
    await eventually(() => !client.connected);
    expect([messages, refused]).toEqual([[], ['oversized']]);
  });
});

describe('a taken port', () => {
  it('is said with what to do', async () => {
    const door = {} as BrokerDoor;
    const again = startBroker(
      { kind: 'embedded', host: '127.0.0.1', port: broker.port ?? 0, connectionsPerSecond: 500 },
      { door, clock: systemClock, log },
    );
    await expect(again).rejects.toThrow(/BROKER_PORT_TAKEN .*--mqtt-port/);
  });
});
