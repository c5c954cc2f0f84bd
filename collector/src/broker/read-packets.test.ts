import { generate, type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { readConnect } from './connect-packet.ts';
import { readSubscribe, readUnsubscribe } from './filter-packets.ts';
import { createFrames, type Frame } from './frames.ts';

function frameOf(bytes: Buffer): Frame {
  let found: Frame | undefined;
  createFrames(
    () => 100_000,
    (frame) => (found = frame) !== undefined,
  ).push(bytes);
  return found as Frame;
}
const packet = (it: Packet) => frameOf(generate(it));
const bytes = (...them: number[]) => frameOf(Buffer.from(them));

describe('a CONNECT', () => {
  const usual = {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: 'c',
  } as const;

  it('is read whole', () => {
    const will = { topic: 'a/b', payload: Buffer.from('gone'), qos: 1 as const, retain: true };
    const read = readConnect(
      packet({ ...usual, keepalive: 35, username: 'acme/ä', password: Buffer.from('secret'), will }),
    );
    expect(read).toEqual({
      clean: true,
      keepaliveSeconds: 35,
      clientId: 'c',
      will: { topic: 'a/b', payload: Buffer.from('gone') },
      username: 'acme/ä',
      password: 'secret',
    });
  });

  it('of nobody, and of the version before, is one', () => {
    const nobody = { username: undefined, password: undefined, will: undefined };
    expect(readConnect(packet(usual))).toMatchObject(nobody);
    expect(readConnect(packet({ ...usual, protocolId: 'MQIsdp', protocolVersion: 3 }))).toMatchObject(nobody);
  });

  it('of MQTT 5 is told apart from garbage', () => {
    expect(readConnect(packet({ ...usual, protocolVersion: 5 }))).toBe('other version');
    expect(readConnect(bytes(0x10, 3, 0, 1, 0x58))).toBeUndefined();
  });

  const head = [0, 4, 0x4d, 0x51, 0x54, 0x54, 4];
  it.each<[string, number[]]>([
    ['flags of its own', [0x11, 13, ...head, 2, 0, 0, 0, 1, 0x63]],
    ['the reserved flag', [0x10, 13, ...head, 3, 0, 0, 0, 1, 0x63]],
    ['a service for a will that is not there', [0x10, 13, ...head, 0x0a, 0, 0, 0, 1, 0x63]],
    ['a password without a user', [0x10, 16, ...head, 0x42, 0, 0, 0, 1, 0x63, 0, 1, 0x70]],
    ['a user that is missing', [0x10, 13, ...head, 0x82, 0, 0, 0, 1, 0x63]],
    ['something behind its end', [0x10, 14, ...head, 2, 0, 0, 0, 1, 0x63, 0]],
    ['a client id that is no UTF-8', [0x10, 13, ...head, 2, 0, 0, 0, 1, 0xff]],
    ['a zero character', [0x10, 13, ...head, 2, 0, 0, 0, 1, 0]],
    ['nothing', [0x10, 0]],
  ])('with %s is none', (_name, them) => {
    expect(readConnect(bytes(...them))).toBeUndefined();
  });
});

describe('SUBSCRIBE and UNSUBSCRIBE', () => {
  it('are read whole', () => {
    const subscriptions = [
      { topic: 'a/ä', qos: 0 as const },
      { topic: 'b', qos: 2 as const },
    ];
    expect(readSubscribe(packet({ cmd: 'subscribe', messageId: 300, subscriptions }))).toEqual({
      id: 300,
      filters: ['a/ä', 'b'],
    });
    expect(readUnsubscribe(packet({ cmd: 'unsubscribe', messageId: 1, unsubscriptions: ['a'] }))).toEqual({
      id: 1,
      filters: ['a'],
    });
  });

  it.each<[string, number[]]>([
    ['no filter', [0x82, 2, 0, 1]],
    ['no id', [0x82, 6, 0, 0, 0, 1, 0x61, 0]],
    ['other flags', [0x80, 6, 0, 1, 0, 1, 0x61, 0]],
    ['an empty filter', [0x82, 5, 0, 1, 0, 0, 0]],
    ['a quality that is none', [0x82, 6, 0, 1, 0, 1, 0x61, 3]],
    ['a filter cut short', [0x82, 5, 0, 1, 0, 9, 0x61]],
    ['half an id', [0x82, 1, 0]],
  ])('with %s are none', (_name, them) => {
    expect(readSubscribe(bytes(...them))).toBeUndefined();
    const [first = 0, ...rest] = them;
    expect(readUnsubscribe(bytes(first + 0x20, ...rest))).toBeUndefined();
  });
});
