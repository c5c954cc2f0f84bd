import { createLog, Secret, systemClock } from '@watchcase/runtime';
import { describeWith, eventually } from '@watchcase/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Nats, startNats } from '../../../test/harness/nats.ts';
import type { Message } from '../model/index.ts';
import { type Broker, startBroker } from './index.ts';

const up = (host: string, kind = 'reading') => `watchcase/v1/up/7/acme/${host}/${kind}`;
const ack = (host: string) => `watchcase/v1/down/acme/${host}/ack`;

describeWith('nats-server', 'NATS with the sample configuration', () => {
  let nats: Nats;
  let broker: Broker;
  let messages: Message[];
  let clients: MqttClient[];
  let listening: boolean;

  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats.stop());
  beforeEach(async () => {
    messages = [];
    clients = [];
    listening = false;
    broker = await open();
    await eventually(() => listening);
  });
  afterEach(async () => {
    for (const client of clients) await client.endAsync(true);
    await broker.close();
  });

  function open(): Promise<Broker> {
    const { url, username, password } = nats;
    const door = {
      onMessage: (message: Message) => messages.push(message) > 0,
      authenticate: () => Promise.resolve(false),
      enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
      onListening: (now: boolean) => void (listening = now),
      onRefused: () => undefined,
      onDropped: () => undefined,
    };
    return startBroker(
      { kind: 'external', url, username, password: new Secret(password), others: [] },
      { door, clock: systemClock, log: createLog('test', 'silent') },
    );
  }

  async function asHost(password = nats.hostPassword): Promise<MqttClient> {
    const client = await mqtt.connectAsync(
      nats.url,
      { username: 'acme/db1', password, reconnectPeriod: 0 },
      false,
    );
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }

  const came = () => messages.map(({ topic, payload }) => `${topic} ${payload.toString()}`);

  it.each(['presence', 'layout', 'reading', 'event'])('takes a host’s own %s', async (kind) => {
    const client = await asHost();
    await client.publishAsync(up('db1', kind), 'hello', { qos: kind === 'reading' ? 0 : 1 });
    await eventually(() => came().includes(`${up('db1', kind)} hello`));
  });

  it('hands the collector its own echo, by which it knows until when it has heard all', async () => {
    const lateMs = () => systemClock.now() - broker.heardUntil(systemClock.now());
    await eventually(() => lateMs() > 0 && lateMs() < 1000);
  });

  it('lets a host hear its acknowledgements', async () => {
    const client = await asHost();
    const heard: string[] = [];
    client.on('message', (_topic, payload) => heard.push(payload.toString()));
    await client.subscribeAsync(ack('db1'));
    broker.publish(ack('db1'), '{}');
    await eventually(() => heard.length === 1);
  });

  it('turns away a wrong password', async () => {
    await expect(asHost('guess')).rejects.toThrow(/Not authorized|Bad username/i);
  });

  it.each([up('db2'), up('db1', 'ack'), ack('db2')])('does not let a host publish to %s', async (topic) => {
    const client = await asHost();
    client.publish(topic, 'false', { qos: 0 });
    client.publish(up('db1'), 'end of all', { qos: 0 });
    await eventually(() => came().some((one) => one.endsWith('end of all')));
    expect(came().filter((one) => one.endsWith('false'))).toEqual([]);
  });

  it.each(['#', 'watchcase/v1/up/#', ack('db2')])('does not let a host listen to %s', async (filter) => {
    const client = await asHost();
    const heard: string[] = [];
    client.on('message', (topic) => heard.push(topic));
    await client.subscribeAsync(filter).catch(() => undefined);
    await client.subscribeAsync(ack('db1'));
    broker.publish(ack('db2'), '{}');
    await client.publishAsync(up('db1'), 'x', { qos: 1 });
    broker.publish(ack('db1'), '{}');
    await eventually(() => heard.includes(ack('db1')));
    expect(heard.filter((topic) => topic !== ack('db1'))).toEqual([]);
  });

  it('keeps the hosts’ presence for a collector that comes later', async () => {
    const client = await asHost();
    await client.publishAsync(up('db1', 'presence'), 'online', { qos: 1, retain: true });
    await broker.close();
    messages = [];
    broker = await open();
    await eventually(() =>
      messages.some(({ retained, payload }) => retained && payload.toString() === 'online'),
    );
  });
});
