import { expect, it } from 'vitest';
import { message, NOW, reading } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';
import { newHostState } from './index.ts';

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
  for (const slowDown of told) ingest.slowDown(slowDown, NOW);
  tick(NOW + (seconds - 1) * 1000);
  const before = host.presence;
  tick(NOW + seconds * 1000);
  expect([before, host.presence]).toEqual(['online', 'offline']);
});

it('expects all readings again from a host that was heard since it was told so', () => {
  const { ingest, host, tick } = house();
  host.slowDown = 1;
  for (const slowDown of [3, 1]) ingest.slowDown(slowDown, NOW);
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

it('goes on knowing that all that comes is late, however long it is, and learns nothing from whom it hears for the first time', () => {
  const { ingest, host, tick } = house();
  const take = (sentAt: number, lateMs: number) =>
    ingest.take([{ ...reading(1, 1, sentAt), arrivedAt: sentAt + lateMs }]);
  take(NOW + 1000, 0);
  for (let at = NOW + 15_000; at <= NOW + 300_000; at += 15_000) {
    take(at, 8000);
    tick(at + 8000);
  }
  const other = { customer: 'acme', host: 'new' };
  const names = { customerId: 'acme', siteId: 'main', name: 'new' };
  ingest.addHost(newHostState({ id: 'acme.new', identity: other, ...names, now: NOW }));
  const news = reading(1, 1, NOW + 301_000);
  ingest.take([{ ...news, topic: news.topic.replace('/db1/', '/new/'), arrivedAt: NOW + 309_000 }]);
  const silentFrom = NOW + 308_000 + 45_000;
  tick(silentFrom + 6000);
  expect(host.presence).toBe('online');
  tick(silentFrom + 9000);
  expect(host.presence).toBe('offline');
});

it('does not call hosts silent while all that comes is late, or nothing that came was read', () => {
  const { ingest, host, tick } = house();
  const take = (sentAt: number, arrivedAt = sentAt) => ingest.take([{ ...reading(1, 1, sentAt), arrivedAt }]);
  take(NOW + 1000);
  tick(NOW + 10_000);
  take(NOW + 6000, NOW + 11_000);
  tick(NOW + 60_000);
  expect(host.presence).toBe('online');
  tick(NOW + 61_000);
  expect(host.presence).toBe('offline');
  ingest.take([message('presence', connected({ session: 4 }), NOW)]);
  take(NOW + 62_000);
  tick(NOW + 104_000);
  expect(host.presence).toBe('online');
  ingest.decidePresence(ingest.take([]), NOW + 108_000);
  expect(host.presence).toBe('online');
  ingest.decidePresence(ingest.take([]), NOW + 109_000);
  expect(host.presence).toBe('offline');
});
