import { expect, it } from 'vitest';
import { PACKET_BYTES, readAnswer, writeRequest } from './time-packet.ts';

const SENT = Date.UTC(2026, 2, 2, 8, 0, 0, 250);
const AFTER_ERA = Date.UTC(2036, 5, 1);

interface Answer {
  sentAt?: number;
  /** Milliseconds the server is ahead. */
  ahead?: number;
  head?: number;
  stratum?: number;
  code?: string;
  echo?: boolean;
  bytes?: number;
}

/** The server receives 10 ms after sending, by its own clock, answers 2 ms later; the answer arrives 10 ms after that. */
function exchange(it: Answer) {
  const sentAt = it.sentAt ?? SENT;
  const request = Buffer.alloc(PACKET_BYTES);
  writeRequest(request, sentAt);
  const packet = Buffer.alloc(it.bytes ?? PACKET_BYTES);
  if (packet.length >= PACKET_BYTES) {
    const serverTime = Buffer.alloc(PACKET_BYTES);
    writeRequest(serverTime, sentAt + 10 + (it.ahead ?? 0));
    serverTime.copy(packet, 32, 40, 48);
    writeRequest(serverTime, sentAt + 12 + (it.ahead ?? 0));
    serverTime.copy(packet, 40, 40, 48);
    if (it.echo !== false) request.copy(packet, 24, 40, 48);
    packet.write(it.code ?? '', 12, 'latin1');
    packet[0] = it.head ?? 0x24;
    packet[1] = it.stratum ?? 2;
  }
  return readAnswer(packet, { request, sentAt, arrivedAt: sentAt + 22 });
}

it.each([
  { name: 'a server that agrees', given: {}, offset: 0 },
  { name: 'a server an hour ahead', given: { ahead: 3_600_000 }, offset: 3600 },
  { name: 'a server a minute behind', given: { ahead: -60_500 }, offset: -60.5 },
  { name: 'the era after February 2036', given: { sentAt: AFTER_ERA, ahead: 1500 }, offset: 1.5 },
])('$name', ({ given, offset }) => {
  const read = exchange(given);
  if (read.outcome !== 'answer') throw new Error(read.outcome);
  expect(read.answer.offsetSeconds).toBeCloseTo(offset, 5);
  expect(read.answer.roundTripSeconds).toBeCloseTo(0.02, 5);
  expect(read.answer.stratum).toBe(2);
});

const ignorant = { outcome: 'refused', reason: 'the server does not know the time itself' };
it.each([
  { name: 'a short packet', given: { bytes: 47 }, read: { outcome: 'foreign' } },
  { name: 'an answer to another question', given: { echo: false }, read: { outcome: 'foreign' } },
  { name: "a client's packet", given: { head: 0x23 }, read: { outcome: 'foreign' } },
  {
    name: 'a kiss of death',
    given: { stratum: 0, code: 'RATE' },
    read: { outcome: 'refused', reason: 'the server refuses to answer: RATE' },
  },
  { name: 'a server that has no time', given: { head: 0xe4 }, read: ignorant },
  { name: 'a server too far from any', given: { stratum: 16 }, read: ignorant },
])('refuses $name', ({ given, read }) => {
  expect(exchange(given)).toEqual(read);
});
