import { createLog } from '@watchcase/runtime';
import { fieldsOf } from '@watchcase/protocol';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { addHost, addPage } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { CaseChange, Observation } from '../model/index.ts';
import { createFacts } from './index.ts';

const log = createLog('test', 'silent');

describeEachStore('facts', (newDatabase) => {
  async function open() {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const clock = new ManualClock();
    const put: Observation[] = [];
    const refuse = { next: false };
    const facts = createFacts({
      db: store.db,
      hosts: () => [
        {
          id: 'acme.db1',
          customer: 'acme',
          site: 'main',
          host: 'db1',
          presence: 'online',
          agentVersion: '1',
        },
      ],
      isOurs: (customer) => customer === 'acme',
      figures: () =>
        Promise.resolve([{ name: 'watchcase_readings_total', values: [{ value: 5, labels: {} }] }]),
      put: (observations) => {
        if (refuse.next) {
          refuse.next = false;
          return Promise.reject(new Error('disk full'));
        }
        put.push(...observations);
        return Promise.resolve();
      },
      instance: () => 'one:8080',
      clock,
      log,
    });
    return { store, clock, put, facts, refuse };
  }

  const taken = (put: Observation[]) =>
    put.splice(0).map(({ hostId, layout }) => `${hostId} ${layout.stream}`);
  const change = (caseId: number, time: number) =>
    ({ caseId, events: [{ caseId, seq: 1, time, kind: 'opened' }] }) as unknown as CaseChange;

  it('are told at once, after a change, and once a minute', async () => {
    const { clock, put, facts } = await open();
    await facts.tick();
    expect(taken(put)).toEqual(['facts/acme facts', 'facts//one:8080 watchcase_readings']);
    await clock.advance(30_000);
    await facts.tick();
    expect(taken(put)).toEqual([]);
    facts.changed([change(1, clock.now())]);
    await facts.tick();
    expect(taken(put)).toHaveLength(2);
    await clock.advance(60_000);
    await facts.tick();
    expect(taken(put)).toHaveLength(2);
  });

  it.each([
    ['cancelled', { state: 'cancelled' as const }],
    ['part of another', { state: 'closed' as const, merged_into: 7 }],
  ])('say zero of a host whose last case is %s, as of one that is solved', async (_, ended) => {
    const { store, clock, put, facts } = await open();
    await addPage(store, { channel: 'hook', at: clock.now() });
    await store.transaction((tx) =>
      tx
        .updateTable('cases')
        .set({ ...ended, unresolved: 0, closed_at: clock.now() })
        .execute(),
    );
    await clock.advance(60_000);
    const openOnHost = () =>
      put.splice(0).flatMap(({ hostId, layout, values }) => {
        const at = fieldsOf(layout).findIndex(
          ({ measurement, field }) => `${measurement}.${field}` === 'watchcase_host_cases.open',
        );
        return hostId.includes('db1') && at >= 0 ? [values[at]] : [];
      });
    await facts.tick();
    expect(openOnHost()).toEqual([0]);
    await clock.advance(10 * 60_000);
    await facts.tick();
    expect(openOnHost()).toEqual([]);
  });

  it('know cases, alerts and pages of the store', async () => {
    const { store, clock, facts } = await open();
    await addPage(store, { channel: 'hook', at: clock.now() });
    await facts.tick();
    const told = await facts.aboutCustomers();
    const valueOf = (measurement: string, field: string) =>
      told
        .filter((fact) => fact.measurement === measurement)
        .reduce((sum, { fields }) => sum + (fields.find(([name]) => name === field)?.[2] ?? 0), 0);
    expect(valueOf('watchcase_customer_cases', 'open')).toBe(1);
    expect(valueOf('watchcase_customer_pages', 'waiting')).toBe(1);
    expect(valueOf('watchcase_customer_hosts', 'online')).toBe(1);
  });

  it('of events that a killed collector had not told are told by the next, as the same points', async () => {
    const { store, clock, put, facts } = await open();
    const at = clock.now() - 60_000;
    await addPage(store, { channel: 'hook', at });
    await facts.tick();
    const events = put.filter(({ layout }) => layout.stream === 'case-events');
    expect(events.map(({ hostId, time }) => [hostId, time])).toEqual([['facts/acme/main/db1', at]]);
    expect(events[0]?.layout.groups[0]?.tags).toMatchObject({ event: 'opened', severity: 'critical' });
  });

  it('that could not be put on disk are told again, with the events', async () => {
    const { store, clock, put, facts, refuse } = await open();
    await addPage(store, { channel: 'hook', at: clock.now() - 1000 });
    refuse.next = true;
    await facts.tick();
    expect(taken(put)).toEqual([]);
    await clock.advance(60_000);
    await facts.tick();
    expect(taken(put)).toContain('facts/acme/main/db1 case-events');
  });
});
