import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { layout, message } from '../../../test/harness/flow-house.ts';
import { createIngest, createMemory, type HostState, newHostState } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);

/** The room with one host whose layout is known. */
function house() {
  const ingest = createIngest(createMemory(), NOW);
  const identity = { customer: 'acme', host: 'db1' };
  const names = { customerId: 'acme', siteId: 'main', name: 'db1' };
  ingest.addHost(newHostState({ id: 'acme.db1', identity, ...names, now: NOW }));
  ingest.take([message('layout', layout, NOW)]);
  /** Its reading number `seq`, measured, sent and arrived at `at`. */
  const read = (seq: number, at: number) => {
    const body = { sent: at, epoch: 5, seq, after: seq - 1, layout: layout.id, time: at, values: [1] };
    return ingest.take([message('reading', body, at)]);
  };
  return { ingest, host: ingest.host('acme.db1') as HostState, read };
}

function otherLayout(i: number): Layout {
  const groups: Layout['groups'] = [{ measurement: `m${i}`, tags: {}, fields: [['x', 'none']] }];
  const content = { stream: '15s', intervalMs: 15_000, groups };
  return { id: layoutId(content), ...content };
}

it('goes on after a clock was set back: what lies far ahead holds up nothing', () => {
  const { host, read } = house();
  read(1, NOW + 7_200_000);
  const intake = read(2, NOW);
  expect(intake.observations.map((one) => [one.seq, one.late])).toEqual([[2, false]]);
  expect(host.latest.get('15s')?.time).toBeLessThan(NOW + 7_200_000);
});

it('counts a host as connected that still speaks after its session has ended', () => {
  const { host, read } = house();
  read(1, NOW);
  host.sessionEndedAt = NOW;
  read(2, NOW + 1000);
  expect(host.sessionEndedAt).toBe(NOW);
  read(3, NOW + 30_000);
  expect(host.sessionEndedAt).toBeNull();
});

it('takes no layouts without end from one host', () => {
  const { ingest } = house();
  const bring = (at: number, ...numbers: number[]) =>
    ingest.take(numbers.map((i) => message('layout', otherLayout(i), at)));
  const intake = bring(NOW, ...Array.from({ length: 205 }, (_, i) => i));
  expect([intake.newLayouts.length, intake.refused.get('too_many_layouts')]).toEqual([199, 6]);
  expect(bring(NOW, 1).refused.size).toBe(0);
  expect(bring(NOW + 86_400_000, 300).newLayouts).toHaveLength(1);
});
