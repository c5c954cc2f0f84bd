import { expect, it } from 'vitest';
import { message, NOW } from '../../../test/harness/flow-house.ts';
import { createIngest, createMemory, type HostState, newHostState } from './index.ts';

const ID = 'acme.db1';
const presence = {
  session: 3,
  state: 'online',
  time: NOW,
  reason: 'connected',
  epoch: 5,
  intervalMs: 15_000,
  streams: ['15s'],
  name: 'db1',
  agent: '0',
  platform: 'linux',
};

function house() {
  const ingest = createIngest(createMemory(), NOW);
  const identity = { customer: 'acme', host: 'db1' };
  ingest.addHost(
    newHostState({ id: ID, identity, customerId: 'acme', siteId: 'main', name: 'db1', now: NOW }),
  );
  ingest.setListening(true, NOW);
  const host = ingest.host(ID) as HostState;
  const send = (kind: string, body: object) => ingest.take([message(kind, body, NOW)]);
  send('presence', presence);
  let at = NOW;
  /** Ticks every second up to `until`; what arrived after `heard` may still wait. */
  const tick = (until: number, heard = until) => {
    for (; at <= until; at += 1000) ingest.decidePresence(ingest.take([]), at, Math.min(at, heard));
  };
  tick(NOW);
  return { ingest, host, send, tick };
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
  const { ingest, host, send, tick } = house();
  host.slowDown = 1;
  for (const slowDown of [3, 1]) ingest.slowDown(slowDown, NOW);
  send('reading', { sent: NOW, epoch: 5, seq: 1, after: 0, layout: 'unknown', time: NOW, values: [] });
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
