import { expect, it } from 'vitest';
import { message, NOW } from '../../../test/harness/flow-house.ts';
import { createIngest, createMemory, newHostState } from './index.ts';

it('says that nothing was refused, and that one agent speaks, once it has listened for long enough', () => {
  const ingest = createIngest(createMemory(), NOW);
  const identity = { customer: 'acme', host: 'db1' };
  const names = { customerId: 'acme', siteId: 'main', name: 'db1' };
  ingest.addHost(newHostState({ id: 'acme.db1', identity, ...names, now: NOW }));
  ingest.setListening(true, NOW);
  const told: unknown[] = [];
  for (let now = NOW; now <= NOW + 11 * 60_000; now += 1000) {
    const beat = {
      session: 3,
      state: 'online',
      time: now,
      reason: 'connected',
      epoch: 5,
      intervalMs: 15_000,
    };
    const rest = { streams: ['15s'], name: 'db1', agent: '0', platform: 'linux' };
    const intake = ingest.take([message('presence', { ...beat, ...rest }, now)]);
    ingest.decidePresence(intake, now);
    told.push(...intake.observations.map(({ values }) => values.slice(2, 4)));
  }
  expect(told.at(0)).toEqual([null, null]);
  expect(told.at(2)).toEqual([0, null]);
  expect(told.at(-1)).toEqual([0, 1]);
});
