import { expect, it } from 'vitest';
import { layout, message } from '../../../test/harness/flow-house.ts';
import { createIngest, createMemory, newHostState } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const S = 1000;

/** The room with one host; `read` gives what became of a reading: by how much its sample is placed before its arrival, or `late`. */
function house() {
  const ingest = createIngest(createMemory(), NOW);
  const identity = { customer: 'acme', host: 'db1' };
  const names = { customerId: 'acme', siteId: 'main', name: 'db1' };
  ingest.addHost(newHostState({ id: 'acme.db1', identity, ...names, now: NOW }));
  ingest.take([message('layout', layout, NOW)]);
  const read = (seq: number, at: number, clockOffMs: number, epoch = 5) => {
    const time = NOW + at + clockOffMs;
    const body = { sent: time + 100, epoch, seq, after: seq - 1, layout: layout.id, time, values: [1] };
    const [one] = ingest.take([message('reading', body, NOW + at + 100)]).observations;
    return one === undefined || one.late ? 'late' : NOW + at - one.time;
  };
  return { read };
}

it.each([20, 40, 60, 110])('a clock set back by %i s blinds the rules for no interval', (seconds) => {
  const { read } = house();
  const before = [1, 2, 3].map((seq) => read(seq, seq * 15 * S, 0));
  const after = [4, 5, 6, 7, 8, 9].map((seq) => read(seq, seq * 15 * S, -seconds * S));
  expect(before).toEqual([0, 0, 0]);
  expect(after).not.toContain('late');
  expect(Math.max(...after.map((off) => Math.abs(off as number)))).toBeLessThanOrEqual(30 * S);
});

it('a clock that was ahead and is set right goes on with the sample that comes', () => {
  const { read } = house();
  const words = [1, 2, 3].map((seq) => read(seq, seq * 15 * S, 25 * S));
  words.push(...[4, 5].map((seq) => read(seq, seq * 15 * S, 0)));
  expect(words).toEqual([-25_000, -25_000, -25_000, 0, 0]);
});

it('what an older sequence brings between is late: it is no clock set back', () => {
  const { read } = house();
  expect([read(1, 15 * S, 0), read(1, 16 * S, -15 * S, 4), read(2, 30 * S, 0)]).toEqual([0, 'late', 0]);
});
