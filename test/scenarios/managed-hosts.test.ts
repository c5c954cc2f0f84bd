import type { HostDetail } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Collector,
  describeWith,
  type Mosquitto,
  startCollector,
  startMosquitto,
} from '../harness/index.ts';

interface Enrolled {
  customer: string;
  host: string;
  shard: number;
  username: string;
  password: string;
  mqttUrl: string;
}

describe('a host whose credential is taken from it', { timeout: 180_000 }, () => {
  let collector: Collector;
  let mosquitto: Mosquitto | undefined;
  const clients: MqttClient[] = [];
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await collector.stop();
    await mosquitto?.stop();
    mosquitto = undefined;
  });

  /** Connects as a host; resolves with the moment its connection is ended from the other side. */
  async function connected(it: Enrolled): Promise<{ ended: Promise<void>; refused(): Promise<boolean> }> {
    const options = { username: it.username, password: it.password, reconnectPeriod: 0 };
    const client = await mqtt.connectAsync(it.mqttUrl, options, false);
    clients.push(client);
    const ended = new Promise<void>((resolve) => void client.once('close', () => resolve()));
    const refused = () =>
      mqtt.connectAsync(it.mqttUrl, options, false).then(
        (again) => {
          again.end(true);
          return false;
        },
        () => true,
      );
    return { ended, refused };
  }

  async function story(): Promise<void> {
    const token = await collector.newToken({ customer: 'acme' });
    const enrolled = await collector.api<Enrolled>('/enrol', {
      method: 'POST',
      body: { token, name: 'db1' },
    });
    const { ended, refused } = await connected(enrolled);
    const answer = await collector.api<HostDetail & { cutOff: boolean }>('/api/v1/hosts/acme.db1/revoke', {
      method: 'POST',
      body: {},
    });
    expect(answer).toMatchObject({ cutOff: true, revokedAt: expect.any(String) as string });
    await ended;
    await eventually(refused);
    await collector.end();
    await collector.restart();
    expect(await refused()).toBe(true);
  }

  it('is cut off at once by the embedded broker, and stays out', async () => {
    collector = await startCollector({ startMs: 90_000 });
    await story();
  });

  describeWith('mosquitto', 'at Mosquitto', () => {
    it('is cut off when Mosquitto reads its password file again', async () => {
      mosquitto = await startMosquitto();
      const { url, username, password, passwordFile, pidFile } = mosquitto;
      collector = await startCollector({
        startMs: 90_000,
        config: { broker: { kind: 'external', url, username, password, passwordFile, pidFile } },
      });
      await story();
    });
  });
});
