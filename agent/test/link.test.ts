import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { ENROL_USER, enrolTopic } from '@watchcase/protocol';
import { type Clock, systemClock } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeWith, startCollector, startMosquitto } from '../../test/harness/index.ts';
import { type Link, type LinkEnding, openLink } from '../src/uplink/link.ts';

interface Opened {
  link: Link;
  heard: [topic: string, payload: string][];
  endings: LinkEnding[];
  opened: boolean;
  cleared: number;
}

const links: Link[] = [];
afterEach(async () => {
  for (const link of links.splice(0)) await link.end(false);
});

function open(port: number, more: { password?: string; clock?: Clock } = {}): Opened {
  const it: Opened = {
    link: undefined as unknown as Link,
    heard: [],
    endings: [],
    opened: false,
    cleared: 0,
  };
  it.link = openLink({
    url: `mqtt://127.0.0.1:${port}`,
    clientId: 'link-test',
    username: ENROL_USER,
    password: more.password ?? ENROL_USER,
    onOpen: () => (it.opened = true),
    onMessage: (topic, payload) => void it.heard.push([topic, payload]),
    onClear: () => void it.cleared++,
    onClosed: (ending) => void it.endings.push(ending),
    clock: more.clock ?? systemClock,
  });
  links.push(it.link);
  return it;
}

const brokers = {
  Mosquitto: async () => {
    const broker = await startMosquitto();
    return { port: broker.port, kill: broker.kill, stop: broker.stop };
  },
  'the embedded broker': async () => {
    const collector = await startCollector();
    return { port: collector.mqttPort, kill: collector.kill, stop: collector.stop };
  },
};

describeWith('mosquitto', 'a link to a real broker', () => {
  describe.each(Object.entries(brokers))('%s', (_name, start) => {
    let broker: Awaited<ReturnType<typeof start>>;
    beforeEach(async () => {
      broker = await start();
    });
    afterEach(() => broker.stop());

    it('subscribes, publishes, hears, and ends when it is asked to', async () => {
      const own = open(broker.port);
      await eventually(() => own.opened);
      await own.link.subscribe(enrolTopic('link-test', 'reply'));
      const request = { token: 'x'.repeat(43), name: 'nobody' };
      await own.link.publish(enrolTopic('link-test', 'request'), JSON.stringify(request), { qos: 1 });
      await own.link.end(true);
      expect(own.endings).toEqual([{ reason: 'the connection was closed', rejected: false }]);
      await expect(own.link.publish('t', '', { qos: 0 })).rejects.toThrow(/no connection/);
    });

    it('does not take a wrong password, and says so', async () => {
      const own = open(broker.port, { password: 'wrong' });
      await eventually(() => own.endings.length > 0);
      expect(own.endings).toEqual([
        { reason: expect.stringMatching(/not authorized|bad user name/) as string, rejected: true },
      ]);
      expect(own.opened).toBe(false);
    });

    it('killed: the link ends once, and with it what waited for an answer', async () => {
      const own = open(broker.port);
      await eventually(() => own.opened);
      await broker.kill();
      await eventually(() => own.endings.length > 0);
      await expect(own.link.subscribe('t')).rejects.toThrow(/no connection/);
      expect(own.endings).toHaveLength(1);
      const again = open(broker.port);
      await eventually(() => again.endings.length > 0);
      expect(again.endings[0]).toMatchObject({ reason: expect.stringContaining('ECONNREFUSED') as string });
    });
  });
});

/** What a broker sends to begin with, and its end of the connection. */
const CONNACK = Buffer.from([0x20, 2, 0, 0]);

describe('a broker that', () => {
  let server: Server;
  let socket: Socket | undefined;
  let received: Buffer[];
  let answer: (socket: Socket) => void;
  beforeEach(async () => {
    received = [];
    answer = (to) => void to.write(CONNACK);
    server = createServer((connection) => {
      socket = connection.on('error', () => undefined);
      connection.once('data', () => answer(connection));
      connection.on('data', (chunk: Buffer) => void received.push(chunk));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    socket?.destroy();
    server.close();
  });
  const port = () => (server.address() as AddressInfo).port;

  it('accepts the connection and says nothing is given up after 15 s', async () => {
    answer = () => undefined;
    const clock = new ManualClock();
    const own = open(port(), { clock });
    await eventually(() => received.length > 0);
    await clock.advance(14_999);
    expect(own.endings).toEqual([]);
    await clock.advance(1);
    expect(own.endings).toEqual([{ reason: 'the broker does not answer', rejected: false }]);
  });

  it('falls silent is asked, and given up when it gives no answer', async () => {
    const clock = new ManualClock();
    const own = open(port(), { clock });
    await eventually(() => own.opened);
    await clock.advance(20_000);
    const waiting = own.link.publish('t', 'x', { qos: 1 });
    const lost = expect(waiting).rejects.toThrow(/fallen silent/);
    await clock.advance(20_000);
    await eventually(() => Buffer.concat(received).includes(Buffer.from([0xc0, 0])));
    expect(own.endings).toEqual([]);
    await clock.advance(20_000);
    expect(own.endings).toEqual([{ reason: 'the broker has fallen silent', rejected: false }]);
    await lost;
  });

  it('answers pings is kept', async () => {
    const clock = new ManualClock();
    const own = open(port(), { clock });
    await eventually(() => own.opened);
    await clock.advance(20_000);
    for (let pings = 1; pings <= 3; pings++) {
      await clock.advance(20_000);
      await eventually(() => countPings() >= pings);
      socket?.write(Buffer.from([0xd0, 0]));
      socket?.write(Buffer.from([0x30, 4, 0, 1, 0x74, 0x30 + pings]));
      await eventually(() => own.heard.length === pings);
    }
    expect(own.endings).toEqual([]);
  });

  it.each([
    ['is no broker', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['talks before it has welcomed us', '\u0030\u0004\u0000\u0001tx'],
  ])('%s is left', async (_name, words) => {
    answer = (to) => void to.write(Buffer.from(words, 'latin1'));
    const own = open(port());
    await eventually(() => own.endings.length > 0);
    expect(own.endings).toEqual([{ reason: 'what answers there is no MQTT broker', rejected: false }]);
  });

  it('hangs up leaves no connection', async () => {
    answer = (to) => void to.end(CONNACK);
    const own = open(port());
    await eventually(() => own.endings.length > 0);
    expect(own.endings).toEqual([{ reason: 'the connection was closed', rejected: false }]);
  });

  it('reads slowly is not overrun, and gets everything in the end', async () => {
    const own = open(port());
    await eventually(() => own.opened);
    socket?.pause();
    let sent = 0;
    await eventually(() => {
      for (let n = 0; n < 100 && own.link.isClear(); n++, sent++)
        void own.link.publish('t', 'x'.repeat(10_000), { qos: 0 });
      return !own.link.isClear();
    });
    expect(own.cleared).toBe(0);
    socket?.resume();
    await eventually(() => own.cleared === 1);
    expect(own.link.isClear()).toBe(true);
    const bytes = () => received.reduce((sum, chunk) => sum + chunk.length, 0);
    await eventually(() => bytes() > sent * 10_000);
    expect(own.endings).toEqual([]);
  });

  function countPings(): number {
    return received.filter((chunk) => chunk.length === 2 && chunk[0] === 0xc0).length;
  }
});
