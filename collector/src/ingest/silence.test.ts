import { expect, it } from 'vitest';
import { message, NOW, reading } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';

function house() {
  const { ingest, host } = ingestHouse();
  ingest.take([message('presence', connected(), NOW)]);
  let at = NOW;
  /** Ticks every second up to `until`; what arrived after `heard` may still wait. */
  const tick = (until: number, heard = until) => {
    for (; at <= until; at += 1000) ingest.decidePresence(ingest.take([]), at, Math.min(at, heard));
  };
  tick(NOW);
  return { ingest, host, tick };
}

it.each([
  ['was told nothing', [], 45],
  ['was told to send one reading of three', [3], 135],
  ['is to send all again, and may not have heard it', [3, 1], 135],
])('a host that %s is gone when that does not come', (_, told, seconds) => {
  const { ingest, host, tick } = house();
  host.slowDown = 1;
  for (const slowDown of told) ingest.slowDown({ slowDown, waitedMs: 0, now: NOW });
  tick(NOW + (seconds - 1) * 1000);
  const before = host.presence;
  tick(NOW + seconds * 1000);
  expect([before, host.presence]).toEqual(['online', 'offline']);
});

it('expects all readings again from a host that was heard since it was told so', () => {
  const { ingest, host, tick } = house();
  host.slowDown = 1;
  for (const slowDown of [3, 1]) ingest.slowDown({ slowDown, waitedMs: 0, now: NOW });
  ingest.take([reading(1, 1, NOW)]);
  tick(NOW + 45_000);
  expect(host.presence).toBe('offline');
});

it('does not call a host silent whose word may still wait to be taken', () => {
  const { host, tick } = house();
  tick(NOW + 90_000, NOW + 44_999);
  expect(host.presence).toBe('online');
  tick(NOW + 92_000, NOW + 45_000);
  expect(host.presence).toBe('offline');
});

it('does not call hosts silent of whom nothing was read because the collector stood still', () => {
  const { ingest, host, tick } = house();
  ingest.take([reading(1, 1, NOW + 2000)]);
  tick(NOW + 44_000);
  expect(host.presence).toBe('online');
  ingest.decidePresence(ingest.take([]), NOW + 48_000);
  expect(host.presence).toBe('online');
  ingest.decidePresence(ingest.take([]), NOW + 49_000);
  expect(host.presence).toBe('offline');
});

it('hears a host when its newest word came, not when backlog did that has waited longer here', () => {
  const { ingest, host, tick } = house();
  host.slowDown = 1;
  ingest.slowDown({ slowDown: 3, waitedMs: 0, now: NOW });
  ingest.take([reading(1, 1, NOW + 30_000)]);
  // Told little by little: what it was last heard under holds until it is heard again.
  for (const slowDown of [2, 1.2]) ingest.slowDown({ slowDown, waitedMs: 0, now: NOW });
  const { lastHeardAt, pace } = host;
  ingest.take([reading(2, 2, NOW + 2000)]);
  expect([host.lastHeardAt, host.pace]).toEqual([lastHeardAt, pace]);
  tick(NOW + 80_000);
  expect(host.presence).toBe('online');
});
