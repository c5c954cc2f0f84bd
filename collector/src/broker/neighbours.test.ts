import { createLog, systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { createCrowd } from './crowd.ts';
import { type Broker, startBroker } from './index.ts';

const own = (host: string) => `watchcase/v1/up/7/acme/${host}/reading`;
const ack = (host: string) => `watchcase/v1/down/acme/${host}/ack`;
let broker: Broker;
let messages: Message[];
let clients: MqttClient[];

beforeEach(async () => {
  messages = [];
  clients = [];
  const door = {
    onMessage: (message: Message) => messages.push(message) > 0,
    authenticate: (username: string, password: string) => Promise.resolve(password === `${username}-secret`),
    enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
    onListening: () => undefined,
    onRefused: () => undefined,
    onDropped: () => undefined,
  };
  const log = createLog('test', 'silent');
  broker = await startBroker(
    { kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: 500 },
    { door, clock: systemClock, log },
  );
});

afterEach(async () => {
  for (const client of clients) client.end(true);
  await broker.close();
});

async function asHost(host: string, more: IClientOptions = {}): Promise<MqttClient> {
  const client = await mqtt.connectAsync(
    `mqtt://127.0.0.1:${broker.port}`,
    { username: `acme/${host}`, password: `acme/${host}-secret`, reconnectPeriod: 0, ...more },
    false,
  );
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

it('lets nobody end the connection of another host by naming its client id', async () => {
  const db1 = await asHost('db1', { clientId: 'the same' });
  const db2 = await asHost('db2', { clientId: 'the same' });
  await db2.publishAsync(own('db2'), 'x', { qos: 1 });
  await db1.publishAsync(own('db1'), 'x', { qos: 1 });
  expect(messages.map(({ topic }) => topic)).toEqual([own('db2'), own('db1')]);
  expect(broker.connectedClients()).toBe(2);
});

it('lets a wrong password end nobody’s connection either', async () => {
  const db1 = await asHost('db1', { clientId: 'the same' });
  await expect(asHost('db1', { clientId: 'the same', password: 'guess' })).rejects.toThrow(/Bad username/);
  await db1.publishAsync(own('db1'), 'x', { qos: 1 });
  expect(messages).toHaveLength(1);
});

it('lets a host’s new connection of the same client id replace its old one', async () => {
  const old = await asHost('db1', { clientId: 'agent' });
  await asHost('db1', { clientId: 'agent' });
  await eventually(() => !old.connected);
  await eventually(() => broker.connectedClients() === 1);
});

it('cuts off the oldest connections of a host that opens too many', async () => {
  const db2 = await asHost('db2');
  for (let i = 0; i < 10; i++) await asHost('db1', { clientId: `agent ${i}` });
  await eventually(() => broker.connectedClients() === 5);
  expect(db2.connected).toBe(true);
  await eventually(() => clients.filter((client) => client.connected).length === 5);
});

it('is not held up by a host that does not read', async () => {
  const deaf = await asHost('db1');
  await deaf.subscribeAsync(ack('db1'));
  deaf.stream.pause();
  const db2 = await asHost('db2');
  let heard = 0;
  db2.on('message', () => heard++);
  await db2.subscribeAsync(ack('db2'));
  const payload = 'x'.repeat(10_000);
  for (let i = 0; i < 2000; i++) broker.publish(ack('db1'), payload);
  broker.publish(ack('db2'), '{}');
  await eventually(() => heard === 1, { timeoutMs: 3000 });
  await db2.publishAsync(own('db2'), 'x', { qos: 1 });
  expect(messages).toHaveLength(1);
});

it('counts per user name, newcomers apart', () => {
  const crowd = createCrowd<number>();
  const out = Array.from({ length: 6 }, (_, i) => crowd.enter('acme/db1', i));
  expect(out).toEqual([undefined, undefined, undefined, undefined, 0, 1]);
  crowd.leave('acme/db1', 2);
  expect(crowd.enter('acme/db1', 7)).toBeUndefined();
  const newcomers = Array.from({ length: 201 }, (_, i) => crowd.enter('enrol', i));
  expect(newcomers.filter((one) => one !== undefined)).toEqual([0]);
});
