import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type BusMessage, KIND, readMessage } from './dbus-reader.ts';

/** What systemd 252 wrote on its own socket: an empty answer, two signals, two answers of ListUnitsByNames, an error. */
const recorded = Buffer.from(
  readFileSync(join(import.meta.dirname, 'recorded/systemd-messages.hex'), 'utf8').replaceAll('\n', ''),
  'hex',
);

function messagesIn(data: Buffer): BusMessage[] {
  const messages: BusMessage[] = [];
  let rest = data;
  for (let message = readMessage(rest); message !== undefined; message = readMessage(rest)) {
    messages.push(message);
    rest = rest.subarray(message.bytes);
  }
  expect(rest).toHaveLength(0);
  return messages;
}

it('reads what systemd wrote, passing over signals', () => {
  const [subscribed, first, second, units, none, refusal] = messagesIn(recorded);
  expect(subscribed).toMatchObject({ kind: KIND.answer, answers: 1, values: [] });
  expect([first, second]).toMatchObject([
    { kind: KIND.signal, values: [] },
    { kind: KIND.signal, values: [] },
  ]);
  expect(units).toMatchObject({
    answers: 2,
    values: [
      [
        ['good.service', 'good.service', 'loaded', 'inactive', 'dead', '', expect.any(String), 0, '', '/'],
        ['bad.service', 'bad.service', 'loaded', 'failed', 'failed', '', expect.any(String), 0, '', '/'],
      ],
    ],
  });
  expect(none).toMatchObject({ answers: 3, values: [[]] });
  expect(refusal).toMatchObject({
    kind: KIND.error,
    answers: 4,
    error: 'org.freedesktop.DBus.Error.InvalidArgs',
    values: [expect.stringContaining('GetUnit')],
  });
});

it('waits until a message is complete, wherever it is cut', () => {
  const first = readMessage(recorded)?.bytes ?? 0;
  for (let bytes = 0; bytes < first; bytes += 1)
    expect(readMessage(recorded.subarray(0, bytes))).toBeUndefined();
});

it.each([
  { name: 'text', data: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') },
  { name: 'a message of 2 GiB', data: Buffer.concat([recorded.subarray(0, 4), Buffer.alloc(12, 0x7f)]) },
])('refuses $name', ({ data }) => {
  expect(() => readMessage(data)).toThrow(/D-Bus message/);
});

it('never does anything but read or refuse, whatever bytes are changed', () => {
  const whole = Buffer.from(recorded);
  let refused = 0;
  for (let at = 0; at < whole.length; at += 1) {
    const broken = Buffer.from(whole);
    broken.writeUInt8((broken.readUInt8(at) + 97) % 256, at);
    try {
      let rest = broken;
      for (let message = readMessage(rest); message !== undefined; message = readMessage(rest)) {
        expect(message.bytes).toBeGreaterThan(0);
        rest = rest.subarray(message.bytes);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(10);
});
