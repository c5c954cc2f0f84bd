import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishPacket, pubackPacket } from './mqtt-packets.ts';
import { type BrokerPacket, createPacketReader } from './mqtt-reader.ts';

function readAll(chunks: readonly Buffer[], mostBytes = 1e6): BrokerPacket[] {
  const read = createPacketReader(mostBytes);
  const packets: BrokerPacket[] = [];
  for (const chunk of chunks) read(chunk, (packet) => void packets.push(packet));
  return packets;
}

describe('reading packets', () => {
  it('gives them whole and in order, however the bytes are cut', () => {
    const message = fc.record({
      topic: fc.string({ unit: 'grapheme', minLength: 1 }),
      payload: fc.string({ unit: 'grapheme', maxLength: 400 }),
      qos: fc.constantFrom(0 as const, 1 as const),
      id: fc.integer({ min: 1, max: 65_535 }),
    });
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (messages, cuts) => {
          const bytes = Buffer.concat(messages.map((one) => publishPacket({ ...one, retain: false })));
          const places = [
            0,
            ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
            bytes.length,
          ];
          const chunks = places.slice(1).map((to, index) => bytes.subarray(places[index], to));
          expect(readAll(chunks)).toEqual(
            messages.map(({ topic, payload, qos, id }) => ({
              kind: 'publish',
              topic,
              payload,
              id: qos === 0 ? 0 : id,
            })),
          );
        },
      ),
    );
  });

  it.each([10, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])('reads a payload of %i bytes', (size) => {
    const packet = publishPacket({ topic: 't', payload: 'x'.repeat(size), qos: 0, retain: true, id: 0 });
    const [read] = readAll([packet], 3e6);
    expect(read).toMatchObject({ kind: 'publish', topic: 't', payload: 'x'.repeat(size) });
  });

  it('gives up on bytes that are no broker’s, and never does anything worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readAll([Buffer.from(bytes)], 1000);
        } catch (error) {
          expect((error as Error).message).toMatch(/broker/);
        }
      }),
    );
    expect(() => readAll([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(9))])).toThrow(
      /no MQTT broker/,
    );
  });

  it.each([
    ['longer than allowed', Buffer.from([0x30, 0xff, 0xff, 0x03])],
    ['of a length without end', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['cut short inside', Buffer.from([0x40, 1, 7])],
    ['with a topic longer than itself', Buffer.from([0x30, 3, 0, 9, 65])],
    ['with QoS 2', Buffer.from([0x34, 5, 0, 1, 65, 0, 1])],
  ])('refuses a packet %s', (_name, bytes) => {
    expect(() => readAll([bytes], 1000)).toThrow(/broker/);
  });

  it('reads acknowledgements', () => {
    const suback = (code: number) => Buffer.from([0x90, 3, 1, 2, code]);
    expect(
      readAll([pubackPacket(700), suback(0), suback(0x80), Buffer.from([0x20, 2, 0, 5, 0xd0, 0])]),
    ).toEqual([
      { kind: 'puback', id: 700 },
      { kind: 'suback', id: 258, granted: true },
      { kind: 'suback', id: 258, granted: false },
      { kind: 'connack', code: 5 },
      { kind: 'pingresp' },
    ]);
  });
});
