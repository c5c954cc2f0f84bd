import { createLog, Secret, systemClock } from '@watchcase/runtime';
import { describeWith, eventually } from '@watchcase/testkit';
import mqtt from 'mqtt';
import { expect, it } from 'vitest';
import { startMosquitto } from '../../../test/harness/mosquitto.ts';
import { startBroker } from './index.ts';

const topicOf = (shard: number, kind: string) => `watchcase/v1/up/${shard}/acme/db1/${kind}`;

describeWith('mosquitto', 'a collector that holds some shards', () => {
  it('hears their hosts and no others, with the presence they left, also after its connection was lost', async () => {
    const mosquitto = await startMosquitto();
    const heard: string[] = [];
    let listening = false;
    const { url, username } = mosquitto;
    const broker = await startBroker(
      { kind: 'external', url, username, password: new Secret(mosquitto.password), others: [] },
      {
        door: {
          onMessage: ({ topic, payload, retained }) =>
            heard.push(`${topic.split('/')[3]} ${payload.toString()}${retained ? ' (retained)' : ''}`) > 0,
          authenticate: () => Promise.resolve(false),
          enrol: () => Promise.resolve(undefined),
          onListening: (now) => (listening = now),
          onRefused: () => undefined,
          onDropped: () => undefined,
        },
        clock: systemClock,
        log: createLog('test', 'silent'),
        shards: [],
      },
    );
    const say = async (text: string, retain = false) => {
      const host = await mqtt.connectAsync(url, { username, password: mosquitto.password });
      for (const shard of [1, 2])
        await host.publishAsync(topicOf(shard, 'presence'), text, { qos: 1, retain });
      await host.endAsync();
    };
    try {
      await eventually(() => listening);
      await say('a', true);
      expect(heard).toEqual([]);
      await broker.hear([1]);
      await eventually(() => expect(heard).toEqual(['1 a (retained)']));
      await say('b');
      await eventually(() => expect(heard).toContain('1 b'));
      await broker.hear([2]);
      await eventually(() => expect(heard).toContain('2 a (retained)'));
      await say('c');
      await eventually(() => expect(heard).toContain('2 c'));
      expect(heard).not.toContain('1 c');
      await mosquitto.kill();
      await eventually(() => !listening);
      await broker.hear([1, 2]);
      await mosquitto.restart();
      await eventually(() => listening, { timeoutMs: 10_000 });
      await say('d');
      await eventually(() => expect(heard).toEqual(expect.arrayContaining(['1 d', '2 d'])));
    } finally {
      await broker.close();
      await mosquitto.stop();
    }
  }, 40_000);
});
