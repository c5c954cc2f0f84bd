import { expect, it } from 'vitest';
import { createLane } from './lane.ts';

const lane = (perMinute: number | null) =>
  createLane({ name: 'chat', capabilities: { idempotencyWindowMs: 1, timeoutMs: 1, perMinute } });

it('begins nothing while the other side takes nothing, and says when there is room again', () => {
  const chat = lane(null);
  expect([chat.room(0), chat.nextRoomAt(0)]).toEqual([4, undefined]);
  chat.waitUntil(600_000);
  chat.waitUntil(5000);
  expect([chat.room(599_999), chat.nextRoomAt(599_999)]).toEqual([0, 600_000]);
  expect([chat.room(600_000), chat.nextRoomAt(600_000)]).toEqual([4, undefined]);
});

it('waits for the later of a full minute and what it was asked for', () => {
  const chat = lane(1);
  chat.begin(1, 1000);
  chat.end(1);
  expect([chat.room(2000), chat.nextRoomAt(2000)]).toEqual([0, 61_000]);
  chat.waitUntil(10_000);
  expect(chat.nextRoomAt(2000)).toBe(61_000);
  chat.waitUntil(90_000);
  expect(chat.nextRoomAt(2000)).toBe(90_000);
});

it('does not count for the minute what was not sent after all', () => {
  const chat = lane(1);
  chat.begin(1, 1000);
  chat.end(1, false);
  expect(chat.room(2000)).toBe(1);
  chat.begin(1, 2000);
  chat.end(1);
  chat.begin(1, 3000);
  chat.end(1, false);
  expect([chat.room(4000), chat.nextRoomAt(4000)]).toEqual([0, 62_000]);
});
