import { type Packet, parser } from 'mqtt-packet';
import { expect, it } from 'vitest';
import {
  answerBytes,
  connackBytes,
  connectBytes,
  DISCONNECT,
  PINGREQ,
  PINGRESP,
  publishBytes,
  subackBytes,
  subscribeBytes,
  unsubscribeBytes,
} from './packet-bytes.ts';

/** What another reader makes of our bytes. */
function read(bytes: Buffer): Packet | undefined {
  const reader = parser();
  let found: Packet | undefined;
  reader.on('packet', (packet) => (found = packet));
  expect(reader.parse(bytes)).toBe(0);
  return found;
}

it.each<[string, Buffer, object]>([
  [
    'CONNECT',
    connectBytes({ clientId: 'c1', username: 'acme/ä', password: 'geheim', keepaliveSeconds: 300 }),
    { cmd: 'connect', clientId: 'c1', username: 'acme/ä', keepalive: 300, clean: true, protocolVersion: 4 },
  ],
  ['CONNACK', connackBytes(4), { cmd: 'connack', returnCode: 4, sessionPresent: false }],
  [
    'SUBSCRIBE',
    subscribeBytes(513, ['a/#', 'b']),
    {
      cmd: 'subscribe',
      messageId: 513,
      subscriptions: [
        { topic: 'a/#', qos: 1 },
        { topic: 'b', qos: 1 },
      ],
    },
  ],
  ['UNSUBSCRIBE', unsubscribeBytes(7, ['a']), { cmd: 'unsubscribe', messageId: 7, unsubscriptions: ['a'] }],
  ['SUBACK', subackBytes(65_535, 3), { cmd: 'suback', messageId: 65_535, granted: [0, 0, 0] }],
  ['PUBACK', answerBytes(0x40, 258), { cmd: 'puback', messageId: 258 }],
  ['UNSUBACK', answerBytes(0xb0, 1), { cmd: 'unsuback', messageId: 1 }],
  ['PINGREQ', PINGREQ, { cmd: 'pingreq' }],
  ['PINGRESP', PINGRESP, { cmd: 'pingresp' }],
  ['DISCONNECT', DISCONNECT, { cmd: 'disconnect' }],
])('%s is what it should be', (_name, bytes, expected) => {
  expect(read(bytes)).toMatchObject(expected);
});

it.each([0, 1, 125, 126, 16_000, 16_400, 3_000_000])('PUBLISH with %i bytes', (length) => {
  const payload = 'ä'.repeat(length / 2) + 'x'.repeat(length % 2);
  const found = read(publishBytes('a/b', payload));
  expect(found).toMatchObject({ cmd: 'publish', topic: 'a/b', qos: 0, retain: false });
  expect(String((found as { payload: Buffer }).payload) === payload).toBe(true);
});
