import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { liveView } from '../live.ts';
import { createIngest, createMemory, newHostState } from '../ingest/index.ts';
import { message } from '../../../test/harness/flow-house.ts';

const NOW = Date.UTC(2026, 2, 2, 8);

it('what of a host was refused stands in its answer, by reason; another collector’s host has none', async () => {
  const ingest = createIngest(createMemory(), NOW);
  const identity = { customer: 'acme', host: 'db1' };
  const host = newHostState({
    id: 'acme.db1',
    identity,
    customerId: 'acme',
    siteId: 'main',
    name: 'db1',
    now: NOW,
  });
  ingest.addHost(host);
  ingest.take([message('layout', { no: 'layout' }, NOW), message('event', { no: 'event' }, NOW + 1000)]);
  const house = await buildHttpHouse({ live: (id) => (id === host.id ? liveView(host) : undefined) });
  await house.store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
    for (const id of ['acme.db1', 'acme.db2'])
      await tx
        .insertInto('hosts')
        .values({
          id,
          customer_id: 'acme',
          site_id: 'main',
          name: id,
          created_at: 0,
          presence: 'never',
          presence_since: 0,
          session: 0,
          clock_offset_ms: 0,
          streams: '{}',
        })
        .execute();
  });
  const refused = async (id: string) => (await house.ask('GET', `/api/v1/hosts/${id}`)).body;
  expect(await refused('acme.db1')).toMatchObject({
    refused: [{ reason: 'malformed', count: 2, last: '2026-03-02T08:00:01.000Z' }],
  });
  expect(await refused('acme.db2')).toMatchObject({ refused: [] });
  await house.stop();
});
