import {
  createIngest,
  createMemory,
  type HostState,
  newHostState,
} from '@watchcase/collector/ingest/index.ts';
import { NOW } from './flow-house.ts';

/** The room of ingest alone, with one host that it listens to from NOW on. */
export function ingestHouse() {
  const ingest = createIngest(createMemory(), NOW);
  ingest.setListening(true, NOW);
  const identity = { customer: 'acme', host: 'db1' };
  const names = { customerId: 'acme', siteId: 'main', name: 'db1' };
  ingest.addHost(newHostState({ id: 'acme.db1', identity, ...names, now: NOW }));
  return { ingest, host: ingest.host('acme.db1') as HostState };
}

/** What its agent says when it has connected, every 15 seconds a reading. */
export const connected = (more: object = {}) => ({
  session: 3,
  state: 'online',
  time: NOW,
  reason: 'connected',
  epoch: 5,
  intervalMs: 15_000,
  streams: ['15s'],
  name: 'db1.example',
  agent: '0.1.0',
  platform: 'linux',
  ...more,
});
