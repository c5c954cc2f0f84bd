import { createLog, Secret, systemClock } from '@watchcase/runtime';
import { describeWith, eventually } from '@watchcase/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Mosquitto, startMosquitto } from '../../../test/harness/mosquitto.ts';
import { type Broker, startBroker } from './index.ts';

const up = (host: string, kind = 'reading') => `watchcase/v1/up/7/acme/${host}/${kind}`;
const down = (host: string) => `watchcase/v1/down/acme/${host}/ack`;

describeWith('mosquitto', 'a collector with two brokers that know nothing of each other', () => {
  let east: Mosquitto;
  let west: Mosquitto;
  let broker: Broker;
  let heard: string[];
  let listening: boolean[];
  let clients: MqttClient[];

  beforeEach(async () => {
    [east, west] = [await startMosquitto(), await startMosquitto()];
    heard = [];
    listening = [];
    clients = [];
    const { url, username, password, passwordFile, pidFile } = east;
    broker = await startBroker(
      {
        kind: 'external',
        url,
        username,
        password: new Secret(password),
        passwordFile,
        pidFile,
        others: [{ url: west.url, passwordFile: west.passwordFile, pidFile: west.pidFile }],
      },
      {
        door: {
          onMessage: ({ topic, payload }) => heard.push(`${topic.split('/')[5]} ${payload.toString()}`) > 0,
          authenticate: () => Promise.resolve(false),
          enrol: () => Promise.resolve(undefined),
          onListening: (now) => listening.push(now),
          onRefused: () => undefined,
          onDropped: () => undefined,
        },
        clock: systemClock,
        log: createLog('test', 'silent'),
      },
    );
    await eventually(() => expect(listening).toEqual([true]));
  });
  afterEach(async () => {
    for (const client of clients) await client.endAsync(true);
    await broker.close();
    await east.stop();
    await west.stop();
  });

  /** A host's connection to one of them, and what it hears there. */
  async function connectHost(
    { url }: Mosquitto,
    host: string,
  ): Promise<{ client: MqttClient; acks: string[] }> {
    const acks: string[] = [];
    const client = await mqtt.connectAsync(url, { username: `acme/${host}`, password: 'secret' });
    clients.push(client);
    client.on('message', (_topic, payload) => void acks.push(payload.toString()));
    await client.subscribeAsync(down(host));
    return { client, acks };
  }

  it('hears hosts of both, and answers each where it was heard last', async () => {
    await broker.addCredential('acme/db1', 'secret');
    await broker.addCredential('acme/db2', 'secret');
    const db1 = await connectHost(east, 'db1');
    const db2 = await connectHost(west, 'db2');
    const elsewhere = await connectHost(west, 'db1');
    await db1.client.publishAsync(up('db1'), 'a');
    await db2.client.publishAsync(up('db2'), 'b');
    await eventually(() => expect(heard.toSorted()).toEqual(['db1 a', 'db2 b']));
    broker.publish(down('db1'), 'for db1');
    broker.publish(down('db2'), 'for db2');
    await eventually(() => expect([db1.acks, db2.acks]).toEqual([['for db1'], ['for db2']]));
    expect(elsewhere.acks).toEqual([]);

    await elsewhere.client.publishAsync(up('db1'), 'moved');
    await eventually(() => expect(heard).toContain('db1 moved'));
    broker.publish(down('db1'), 'once more');
    await eventually(() => expect(elsewhere.acks).toEqual(['once more']));
    expect(db1.acks).toEqual(['for db1']);
  });

  it('does not follow a host back to where its will is published', async () => {
    await broker.addCredential('acme/db1', 'secret');
    const will = {
      topic: up('db1', 'presence'),
      payload: Buffer.from('{"state":"offline"}'),
      qos: 1 as const,
      retain: true,
    };
    const left = await mqtt.connectAsync(west.url, {
      username: 'acme/db1',
      password: 'secret',
      will,
      reconnectPeriod: 0,
    });
    const db1 = await connectHost(east, 'db1');
    await db1.client.publishAsync(up('db1', 'presence'), '{"state":"online"}', { qos: 1, retain: true });
    await eventually(() => expect(heard).toEqual(['db1 {"state":"online"}']));
    left.stream.destroy();
    await eventually(() => expect(heard).toContain('db1 {"state":"offline"}'));
    broker.publish(down('db1'), 'here');
    await eventually(() => expect(db1.acks).toEqual(['here']));
  });

  it('answers a host that it has not heard yet at both', async () => {
    await broker.addCredential('acme/db1', 'secret');
    const hosts = [await connectHost(east, 'db1'), await connectHost(west, 'db1')];
    broker.publish(down('db1'), 'hello');
    await eventually(() => expect(hosts.map(({ acks }) => acks)).toEqual([['hello'], ['hello']]));
  });

  it('does not listen while one of them is away: it would take silence for trouble', async () => {
    await west.kill();
    await eventually(() => expect(listening).toEqual([true, false]));
    await broker.addCredential('acme/db1', 'secret').catch(() => undefined);
    const db1 = await connectHost(east, 'db1');
    await db1.client.publishAsync(up('db1'), 'still heard');
    await eventually(() => expect(heard).toContain('db1 still heard'));
    await west.restart();
    await eventually(() => expect(listening).toEqual([true, false, true]), { timeoutMs: 10_000 });
  });

  it('does not admit a host to one alone', async () => {
    await west.kill();
    await expect(broker.addCredential('acme/db1', 'secret')).rejects.toMatchObject({
      code: 'BROKER_CANNOT_ADD_CREDENTIAL',
    });
  });

  it('has heard all up to where the slower one stands still, and up to now when it goes on', async () => {
    const lateMs = () => systemClock.now() - broker.heardUntil(systemClock.now());
    // Echoes come back from both: without them nothing would be known to be late.
    await eventually(() => lateMs() > 0 && lateMs() < 1000);
    process.kill(west.pid(), 'SIGSTOP');
    try {
      await eventually(() => lateMs() > 2000);
    } finally {
      process.kill(west.pid(), 'SIGCONT');
    }
    await eventually(() => lateMs() < 1000);
  });
});
