import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { generate } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { CONNACK, receiveVisitor, type Visitor } from './visitor.ts';

const MOST_WAITING_BYTES = 65_536;
const own = 'watchcase/v1/up/7/acme/db1/reading';
const ack = 'watchcase/v1/down/acme/db1/ack';

/** A client that sends what it is told to and reads only when it is told to. */
function silentReader() {
  const refused: string[] = [];
  let reads: (() => void) | undefined;
  let answers = 0;
  let published = 0;
  let now = 0;
  const socket = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      answers += chunk.length;
      reads = done;
    },
  });
  const ears = {
    connect: (it: Visitor) => it.answer(CONNACK.accepted),
    publish: () => ++published > 0,
    hurries: () => undefined,
    subscribe: () => true,
    unsubscribe: () => undefined,
    left: () => undefined,
    cut: (_: Visitor, why: string) => void refused.push(why),
  };
  const visitor = receiveVisitor(
    socket as Socket,
    { connect: 1000, packet: 10_000 },
    {
      ears,
      pace: { isSpent: () => false, spend: () => undefined },
      monotonic: () => now,
      shown: () => undefined,
    },
  );
  return {
    socket,
    visitor,
    refused,
    published: () => published,
    answers: () => answers,
    /** Bytes of answers that wait in our memory. */
    waiting: () => socket.writableLength,
    async say(bytes: Buffer): Promise<void> {
      socket.push(bytes);
      await new Promise(setImmediate);
    },
    async reads(): Promise<void> {
      reads?.();
      await new Promise(setImmediate);
    },
    check(at: number): void {
      now = at;
      visitor.check(at);
    },
  };
}

const connect = generate({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: 'c',
});
const message = { cmd: 'publish' as const, topic: own, payload: 'x', dup: false, retain: false };

describe.each<[string, Buffer, number]>([
  ['PINGREQ', Buffer.from([0xc0, 0]), 2],
  ['PUBLISH at QoS 1', generate({ ...message, qos: 1, messageId: 7 }), 4],
  ['PUBLISH at QoS 2', generate({ ...message, qos: 2, messageId: 7 }), 4],
  ['PUBREL', generate({ cmd: 'pubrel', messageId: 7 }), 4],
  ['SUBSCRIBE', generate({ cmd: 'subscribe', messageId: 7, subscriptions: [{ topic: ack, qos: 0 }] }), 5],
  ['UNSUBSCRIBE', generate({ cmd: 'unsubscribe', messageId: 7, unsubscriptions: [ack] }), 4],
])('a client that goes on sending %s and does not read', (_name, packet, answerBytes) => {
  const most = Math.ceil(MOST_WAITING_BYTES / answerBytes);
  const flood = Buffer.concat(Array.from({ length: 4 * most }, () => packet));

  it('is read no further than its answers have room', async () => {
    const client = silentReader();
    await client.say(connect);
    await client.say(flood);
    expect(client.socket.isPaused()).toBe(true);
    expect(client.waiting()).toBeLessThanOrEqual(MOST_WAITING_BYTES + 8);
    if (packet[0] === 0x32) expect(client.published()).toBeLessThanOrEqual(most);
  });

  it('is answered for every packet once it reads', async () => {
    const client = silentReader();
    await client.say(connect);
    await client.say(flood);
    for (let i = 0; i < 20; i++) await client.reads();
    expect(client.answers()).toBe(4 + 4 * most * answerBytes);
    expect(client.socket.isPaused()).toBe(false);
    expect(client.refused).toEqual([]);
  });

  it('is cut off when it takes nothing for ten seconds, not while it takes something', async () => {
    const client = silentReader();
    await client.say(connect);
    await client.say(flood);
    client.check(2000);
    client.check(10_000);
    await client.reads();
    client.check(13_000);
    client.check(22_000);
    expect(client.refused).toEqual([]);
    client.check(24_000);
    expect(client.refused).toEqual(['deaf']);
    expect(client.socket.destroyed).toBe(true);
  });
});

it('tells nothing to one for whom enough waits: the next says it all', async () => {
  const client = silentReader();
  await client.say(connect);
  for (let i = 0; i < 1000; i++) {
    client.visitor.tell(ack, 'x'.repeat(10_000));
    await new Promise(setImmediate);
  }
  expect(client.waiting()).toBeLessThan(2 * MOST_WAITING_BYTES);
});
