import { connect as connectTcp } from 'node:net';
import { ENROL_USER, enrolTopic, type EnrolReply } from '@watchcase/protocol';
import { createLog, Secret, systemClock } from '@watchcase/runtime';
import { describeWith, eventually } from '@watchcase/testkit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mosquitto, startMosquitto } from '../../../test/harness/mosquitto.ts';
import type { Message } from '../model/index.ts';
import { type Broker, type BrokerConfig, type BrokerDoor, startBroker } from './index.ts';

const log = createLog('test', 'silent');
const NOBODY_COUNTS = { onRefused: () => undefined, onDropped: () => undefined };
const up = (host: string, kind = 'reading') => `watchcase/v1/up/7/acme/${host}/${kind}`;
const down = (host: string) => `watchcase/v1/down/acme/${host}/ack`;

/** The house behind the door, as far as a broker can tell. */
interface House {
  broker: Broker;
  port: number;
  messages: Message[];
  listening: boolean;
  passwords: Map<string, string>;
  /** Payloads that asked to enrol. */
  enrolling: string[];
}

async function openHouse(config: BrokerConfig, usualPort: number): Promise<House> {
  const passwords = new Map<string, string>();
  const messages: Message[] = [];
  const enrolling: string[] = [];
  const state = { listening: false };
  const door: BrokerDoor = {
    onMessage: (message) => messages.push(message) > 0,
    authenticate: (username, password) => Promise.resolve(passwords.get(username) === password),
    async enrol(payload): Promise<EnrolReply> {
      enrolling.push(payload);
      const host = `new${enrolling.length}`;
      const credential = { username: `acme/${host}`, password: `${host}-secret` };
      passwords.set(credential.username, credential.password);
      await broker.addCredential(credential.username, credential.password);
      return { ok: true, customer: 'acme', host, shard: 7, ...credential };
    },
    onListening: (listening) => void (state.listening = listening),
    ...NOBODY_COUNTS,
  };
  const broker: Broker = await startBroker(config, { door, clock: systemClock, log });
  await eventually(() => state.listening);
  const port = broker.port ?? usualPort;
  const facts = { broker, port, messages, passwords, enrolling };
  return {
    ...facts,
    get listening() {
      return state.listening;
    },
  };
}

/** What holds with every broker. */
function suite(open: () => Promise<House>): void {
  let house: House;
  let clients: MqttClient[];
  beforeAll(async () => {
    house = await open();
    for (const host of ['db1', 'db2']) {
      house.passwords.set(`acme/${host}`, `${host}-secret`);
      await house.broker.addCredential(`acme/${host}`, `${host}-secret`);
    }
  });
  afterAll(() => house.broker.close());
  beforeEach(() => {
    clients = [];
    house.messages.length = 0;
  });
  afterEach(() => {
    for (const client of clients) client.end(true);
  });

  function connect(options: IClientOptions): Promise<MqttClient> {
    const client = mqtt.connect(`mqtt://127.0.0.1:${house.port}`, { reconnectPeriod: 0, ...options });
    clients.push(client);
    return new Promise((resolve, reject) => {
      client.once('connect', () => resolve(client));
      client.on('error', reject);
    });
  }
  const asHost = (host: string, more: IClientOptions = {}) =>
    connect({ username: `acme/${host}`, password: `${host}-secret`, ...more });
  const asNewcomer = (clientId: string) => connect({ username: ENROL_USER, password: ENROL_USER, clientId });
  const came = () => house.messages.map(({ topic, payload }) => `${topic} ${payload.toString()}`);

  /** Lets a client try something: it is done, refused, or the client is cut off. */
  async function tries(client: MqttClient, work: Promise<unknown>): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      client.once('close', resolve);
    });
    await Promise.race([work.catch(() => undefined), closed]);
  }

  /** True when what `host` publishes to `topic` comes through: a later message of another surely does. */
  async function arrives(host: string, topic: string): Promise<boolean> {
    const client = await asHost(host);
    await tries(client, client.publishAsync(topic, 'probe', { qos: 1 }));
    const witness = await asHost('db2');
    await witness.publishAsync(up('db2'), 'end of all', { qos: 1 });
    await eventually(() => came().some((one) => one.endsWith('end of all')));
    return came().some((one) => one.endsWith('probe'));
  }

  /** What a client hears on a filter while the house tells both hosts something; undefined when it may not listen. */
  async function hears(client: MqttClient, filter: string): Promise<string[]> {
    const heard: string[] = [];
    client.on('message', (topic) => void heard.push(topic));
    await tries(client, client.subscribeAsync(filter));
    const witness = await asHost('db2');
    let witnessed = false;
    witness.on('message', () => (witnessed = true));
    await witness.subscribeAsync(down('db2'));
    await eventually(() => {
      house.broker.publish(down('db1'), '{}');
      house.broker.publish(down('db2'), '{}');
      return witnessed;
    });
    return [...new Set(heard)];
  }

  it.each([
    ['nobody', {}],
    ['a user without a password', { username: 'acme/db1' }],
    ['a host with the password of another', { username: 'acme/db1', password: 'db2-secret' }],
    ['a host that never joined', { username: 'acme/db9', password: 'db9-secret' }],
    ['a newcomer with another password', { username: ENROL_USER, password: 'x' }],
  ])('turns away %s', async (_name, options) => {
    await expect(connect(options)).rejects.toThrow(/Bad username|Not authorized/i);
  });

  it.each(['presence', 'layout', 'reading', 'event'])('takes a host’s own %s', async (kind) => {
    const client = await asHost('db1');
    await client.publishAsync(up('db1', kind), 'hello', { qos: 1, retain: kind === 'presence' });
    await eventually(() => came().includes(`${up('db1', kind)} hello`));
  });

  it.each([
    up('db2'),
    up('db1', 'ack'),
    down('db1'),
    down('db2'),
    'watchcase/v1/up/7/other/db1/reading',
    'watchcase/v1/up/7/acme/db1/reading/more',
    `watchcase/v1/enrol/${'a'.repeat(24)}/reply`,
    '$SYS/broker/uptime',
  ])('does not let a host publish to %s', async (topic) => {
    expect(await arrives('db1', topic)).toBe(false);
  });

  it.each([
    '#',
    'watchcase/#',
    'watchcase/v1/up/#',
    '+/+/+/+/+/+',
    down('db2'),
    'watchcase/v1/down/acme/+/ack',
  ])('does not let a host listen to %s', async (filter) => {
    const topics = await hears(await asHost('db1'), filter);
    expect(topics.filter((topic) => topic !== down('db1'))).toEqual([]);
  });

  it('lets a host hear what is meant for it', async () => {
    expect(await hears(await asHost('db1'), down('db1'))).toEqual([down('db1')]);
  });

  it('hands over the will of a host that vanished', async () => {
    const will = {
      topic: up('db1', 'presence'),
      payload: Buffer.from('gone'),
      qos: 1 as const,
      retain: true,
    };
    const client = await asHost('db1', { will });
    client.stream.destroy();
    await eventually(() => came().includes(`${up('db1', 'presence')} gone`));
  });

  it('lets a newcomer join, and connect at once with what it got', async () => {
    const id = 'f'.repeat(32);
    const newcomer = await asNewcomer(id);
    let reply: (EnrolReply & { ok: true }) | undefined;
    newcomer.on('message', (_topic, payload) => (reply = JSON.parse(payload.toString())));
    await newcomer.subscribeAsync(enrolTopic(id, 'reply'));
    const eavesdropper = await asNewcomer('e'.repeat(32));
    let overheard = 0;
    eavesdropper.on('message', () => overheard++);
    await tries(eavesdropper, eavesdropper.subscribeAsync([enrolTopic(id, 'reply'), 'watchcase/v1/enrol/#']));
    await newcomer.publishAsync(enrolTopic(id, 'request'), 'token', { qos: 1 });
    const { username, password, host } = await eventually(() => reply);
    expect(house.enrolling.at(-1)).toBe('token');
    const client = await connect({ username, password });
    await client.publishAsync(up(host), 'here', { qos: 1 });
    await eventually(() => came().includes(`${up(host)} here`));
    expect(overheard).toBe(0);
  });

  it('lets a newcomer neither ask in the name of another nor report', async () => {
    const newcomer = await asNewcomer('b'.repeat(32));
    const before = house.enrolling.length;
    newcomer.publish(enrolTopic('c'.repeat(32), 'request'), 'token', { qos: 1 });
    newcomer.publish(up('db1'), 'false', { qos: 1 });
    expect(await arrives('db1', up('db1'))).toBe(true);
    expect(house.enrolling).toHaveLength(before);
    expect(came().filter((one) => one.endsWith('false'))).toEqual([]);
  });

  it.each([
    ['a frame announced too long', Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])],
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ])('goes on after %s', async (_name, bytes) => {
    const socket = connectTcp(house.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    const client = await asHost('db1');
    await client.publishAsync(up('db1'), 'still here', { qos: 1 });
    await eventually(() => came().includes(`${up('db1')} still here`));
    socket.destroy();
  });

  it('does not pass on a message that is too long', async () => {
    const client = await asHost('db1');
    client.on('error', () => undefined);
    client.publish(up('db1'), Buffer.alloc(300 * 1024), { qos: 0 });
    await eventually(() => !client.connected);
    expect(house.messages).toEqual([]);
  });
}

describe('the embedded broker', () => {
  suite(() => openHouse({ kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: 500 }, 0));
});

describeWith('mosquitto', 'Mosquitto with the sample configuration', () => {
  let mosquitto: Mosquitto;
  beforeAll(async () => {
    mosquitto = await startMosquitto();
  });
  afterAll(() => mosquitto.stop());

  const config = (): BrokerConfig => ({
    kind: 'external',
    others: [],
    url: mosquitto.url,
    username: mosquitto.username,
    password: new Secret(mosquitto.password),
    passwordFile: mosquitto.passwordFile,
    pidFile: mosquitto.pidFile,
  });
  suite(() => openHouse(config(), mosquitto.port));

  it('is found again after kill -9, with the hosts’ presence', async () => {
    const house = await openHouse(config(), mosquitto.port);
    house.passwords.set('acme/db1', 'db1-secret');
    await house.broker.addCredential('acme/db1', 'db1-secret');
    await mosquitto.kill();
    await eventually(() => !house.listening);
    await mosquitto.restart();
    await eventually(() => house.listening);
    const client = await mqtt.connectAsync(mosquitto.url, { username: 'acme/db1', password: 'db1-secret' });
    await client.publishAsync(up('db1', 'presence'), 'online', { qos: 1, retain: true });
    await eventually(() => house.messages.length > 0);
    await house.broker.close();

    const later = await openHouse(config(), mosquitto.port);
    await eventually(() =>
      later.messages.some(({ retained, payload }) => retained && payload.toString() === 'online'),
    );
    await client.endAsync();
    await later.broker.close();
  });

  it('whose files cannot be used is said with the setting to look at', async () => {
    const open = async (more: Partial<BrokerConfig & { kind: 'external' }>) => {
      const house = await openHouse({ ...config(), ...more } as BrokerConfig, mosquitto.port);
      const added = house.broker.addCredential('acme/x', 'y');
      const said = await added.then(
        () => 'added',
        (error: Error) => error.message,
      );
      await house.broker.close();
      return said;
    };
    const nowhere = '/nowhere/at/all';
    expect(await open({ passwordFile: nowhere })).toMatch(
      /^BROKER_CANNOT_ADD_CREDENTIAL broker\.passwordFile: .*ENOENT/,
    );
    expect(await open({ pidFile: nowhere })).toMatch(
      /^BROKER_CANNOT_ADD_CREDENTIAL broker\.pidFile: .*ENOENT/,
    );
    expect(await open({ passwordFile: undefined })).toMatch(
      /^BROKER_CANNOT_ADD_CREDENTIAL broker\.passwordFile/,
    );
  });
});
