import { downTopic, ENROL_USER, upTopic } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { describeWith } from '../harness/index.ts';
import { type Deployment, deployments, type House } from './house.ts';
import { playedLayout, valuesAt } from './played-hosts.ts';
import { type Credential, type RawAgent, startRawAgent } from './raw-agent.ts';
import { readMetric } from './read-metric.ts';

const good = () => valuesAt({ name: 'any' }, 0) ?? [];
const OTHERS_VALUE = 666;

for (const deployment of deployments)
  describeWith(deployment.needs, `hostile clients: ${deployment.name}`, () => suite(deployment));

function suite(deployment: Deployment): void {
  let house: House;
  let mqttUrl: string;
  let victim: RawAgent;
  let victims: Credential;
  let attackers: Credential;
  const clients: MqttClient[] = [];

  beforeAll(async () => {
    house = await deployment.start();
    const first = await house.enrol('victim');
    ({ mqttUrl, credential: victims } = first);
    attackers = (await house.enrol('attacker')).credential;
    victim = startRawAgent(victims, mqttUrl, playedLayout);
    await readsAreTaken();
    await eventually(async () => (await house.host(victim.hostId)).presence === 'online');
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await victim?.stop();
    await house?.stop();
  });

  async function open(options: IClientOptions): Promise<MqttClient> {
    const client = await mqtt.connectAsync(mqttUrl, { reconnectPeriod: 0, ...options }, false);
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  }
  const asAttacker = () => open({ username: attackers.username, password: attackers.password });
  const topicOf = (of: Credential, kind: Parameters<typeof upTopic>[2]) => upTopic(of, of.shard, kind);

  /** The victim's readings come through and are acknowledged: whatever happened, nothing stopped. */
  async function readsAreTaken(): Promise<void> {
    victim.read(systemClock.now(), good());
    await eventually(() => victim.unacknowledged() === 0);
    const ready = await fetch(`${house.collector.url}/readyz`);
    expect(ready.status).toBe(200);
  }

  describe('without a credential of its own', () => {
    it.each<[string, () => IClientOptions]>([
      ['nobody', () => ({})],
      ['a user without a password', () => ({ username: victims.username })],
      [
        "a host with another host's password",
        () => ({ username: victims.username, password: attackers.password }),
      ],
      ['the enrolment user with another password', () => ({ username: ENROL_USER, password: 'x' })],
      ['a user that does not exist', () => ({ username: 'default/ghost', password: 'x' })],
    ])('%s cannot connect', async (_name, options) => {
      onTestFailed(() => console.error(house.log()));
      await expect(open(options())).rejects.toThrow(/Not authorized|Bad username/i);
      await readsAreTaken();
    });
  });

  describe("with another host's credential", () => {
    it('hears nothing that is not its own', async () => {
      onTestFailed(() => console.error(house.log()));
      const heard: string[] = [];
      const filters = [
        downTopic(victims, 'ack'),
        '#',
        'watchcase/v1/down/#',
        topicOf(victims, 'reading'),
        '$SYS/#',
      ];
      for (const filter of filters) {
        const client = await asAttacker();
        client.on('message', (topic) => heard.push(topic));
        await client.subscribeAsync(filter).catch(() => undefined);
      }
      await readsAreTaken();
      await readsAreTaken();
      expect(heard).toEqual([]);
    });

    it('says nothing in the name of another', async () => {
      onTestFailed(() => console.error(house.log()));
      const before = await house.host(victim.hostId);
      const now = systemClock.now();
      const reading = { sent: now, epoch: victim.epoch, seq: 900, after: 0, layout: playedLayout.id };
      const messages = {
        presence: {
          session: victim.epoch,
          state: 'offline',
          time: now,
          reason: 'stopped',
          epoch: victim.epoch,
          intervalMs: 1000,
          streams: [],
          name: 'mine now',
          agent: 'x',
          platform: 'x',
        },
        reading: { ...reading, time: now, values: good().map(() => OTHERS_VALUE) },
        event: { ...reading, kind: 'boot', time: now, data: { bootTimeMs: 1, bootId: 'x' } },
        layout: playedLayout,
      };
      for (const [kind, body] of Object.entries(messages)) {
        const client = await asAttacker();
        const topic = topicOf(victims, kind as keyof typeof messages);
        client.publish(topic, JSON.stringify(body), { qos: 1, retain: kind === 'presence' });
      }
      await readsAreTaken();
      await readsAreTaken();
      const after = await house.host(victim.hostId);
      expect(after.series.map(({ value }) => value)).not.toContain(OTHERS_VALUE);
      expect(after.series.length).toBe(before.series.length);
      expect([after.presence, after.presenceSince]).toEqual(['online', before.presenceSince]);
    });
  });

  describe('with its own credential, talking nonsense', () => {
    it('is refused or repaired, and counted', async () => {
      onTestFailed(() => console.error(house.log()));
      const client = await asAttacker();
      const topic = topicOf(attackers, 'reading');
      const now = systemClock.now();
      const sound = (seq: number, more: object = {}) =>
        JSON.stringify({
          sent: now,
          epoch: now,
          seq,
          after: seq - 1,
          layout: playedLayout.id,
          time: now + seq,
          values: good(),
          ...more,
        });
      const nonsense: [string, string | Buffer][] = [
        [topic, 'not json'],
        [topic, Buffer.from([0xff, 0xfe, 0x00, 0x80])],
        [topic, '{"__proto__":{"epoch":1}}'],
        [topic, '['.repeat(100_000)],
        [topic, sound(1, { seq: 1e300 })],
        [topic, sound(1, { layout: '0123456789abcdef' })],
        [topic, sound(1)],
        [topic, sound(1)],
        [topic, sound(2, { time: now + 86_400_000 })],
        [topic, sound(3, { values: [1] })],
        [topic, sound(9)],
        [topicOf(attackers, 'event'), sound(4, { kind: 'backup-end', data: null })],
        [topicOf(attackers, 'layout'), JSON.stringify({ ...playedLayout, stream: 'mine' })],
        [topicOf(attackers, 'presence'), '{"state":"online"}'],
      ];
      for (const [to, payload] of nonsense) await client.publishAsync(to, payload, { qos: 1 });
      const refused = (reason: string) =>
        readMetric(house, `watchcase_messages_refused_total{reason="${reason}"}`);
      await eventually(async () => {
        expect(await refused('malformed')).toBeGreaterThanOrEqual(9);
        expect(await refused('unknown_layout')).toBe(1);
        expect(await refused('duplicate')).toBeGreaterThanOrEqual(1);
        expect(await refused('gap')).toBeGreaterThanOrEqual(1);
        expect(await readMetric(house, 'watchcase_samples_repaired_total')).toBe(1);
        return true;
      });
      const host = await house.host(`${attackers.customer}.${attackers.host}`);
      expect(Date.parse(host.lastSample ?? '')).toBeLessThan(now + 60_000);
      await readsAreTaken();
    });

    it('is cut off when its message is too long', async () => {
      onTestFailed(() => console.error(house.log()));
      const client = await asAttacker();
      const closed = new Promise((resolve) => {
        client.once('close', () => resolve('closed'));
      });
      client.publish(topicOf(attackers, 'reading'), 'x'.repeat(400_000), { qos: 1 });
      expect(await closed).toBe('closed');
      await readsAreTaken();
      // A broker of its own cuts the client off by itself, see its log; the embedded one counts here.
      if (house.victoria === null)
        expect(await readMetric(house, 'watchcase_broker_refused_total{what="oversized"}')).toBe(1);
      else expect(await readMetric(house, 'watchcase_messages_refused_total{reason="oversized"}')).toBe(0);
    });

    it('opens no case and wakes nobody', async () => {
      onTestFailed(() => console.error(house.log()));
      expect((await house.cases()).map(({ title }) => title)).toEqual([]);
      expect(house.deliveries()).toEqual([]);
      expect(house.collector.output()).not.toMatch(/TURN_FAILED|TURN_NOT_COMMITTED|READING_NOT_JUDGED/);
    });
  });
}
