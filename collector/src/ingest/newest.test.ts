import type { Layout, Reading } from '@watchcase/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ingestHouse } from '../../../test/harness/ingest-house.ts';
import { type HostState, restoreLatest } from './index.ts';
import { keepNewest } from './newest.ts';

const layoutOf = (stream: string, id: string, count: number): Layout => ({
  id,
  stream,
  intervalMs: 15_000,
  groups: [
    { measurement: 'm', tags: {}, fields: Array.from({ length: count }, (_, at) => [`f${at}`, 'none']) },
  ],
});
/** Of one stream two of one length; of the other one as well. */
const layouts = [
  layoutOf('15s', 'a', 3),
  layoutOf('15s', 'b', 3),
  layoutOf('15s', 'c', 5),
  layoutOf('60s', 'd', 3),
] as const;
const streams = ['15s', '60s'];
const hostOf = (): HostState => {
  const { host } = ingestHouse();
  for (const stream of streams) host.streams.set(stream, '');
  return host;
};
const reading = (seq: number, layout: Layout, more: Partial<Reading> = {}): Reading => ({
  sent: seq * 1000,
  epoch: 5,
  seq,
  after: seq - 1,
  layout: layout.id,
  time: seq * 1000,
  values: layout.groups[0]?.fields.map((_, at) => seq + at) ?? [],
  ...more,
});

type Values = Reading['values'];
/** The plain way: all is copied. `of` is the list that was kept. */
interface Plain {
  latest: Map<string, { layout: Layout; time: number; arrivedAt: number; values: Values; of: Values }>;
  bases: Map<
    string,
    { epoch: number; seq: number; layout: string; time: number; values: Values; of: Values }
  >;
}

function keepPlainly(plain: Plain, host: HostState, layout: Layout, { shown, sent }: Came): void {
  const { stream } = layout;
  if (shown !== undefined)
    plain.latest.set(stream, { layout, ...shown, values: [...shown.values], of: shown.values });
  if (sent === undefined || !host.streams.has(stream)) return;
  const { epoch, seq, time, values } = sent;
  const before = plain.bases.get(stream);
  if (before !== undefined && epoch < before.epoch) return;
  plain.bases.set(stream, { epoch, seq, layout: layout.id, time, values: [...values], of: values });
}

interface Came {
  shown?: { time: number; arrivedAt: number; values: Values } | undefined;
  sent?: Reading | undefined;
}

const nullsOf = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
const without = <T extends { of: Values }>(one: T) => ({ ...one, of: undefined });

function expectAlike(host: HostState, plain: Plain): void {
  const latest = [...host.latest].map(([stream, one]) => [
    stream,
    { ...one, values: nullsOf(one.values), of: undefined },
  ]);
  const bases = [...host.bases].map(([stream, one]) => [
    stream,
    { ...one, values: nullsOf(one.values), of: undefined },
  ]);
  expect(latest).toEqual([...plain.latest].map(([stream, one]) => [stream, without(one)]));
  expect(bases).toEqual([...plain.bases].map(([stream, one]) => [stream, without(one)]));
  for (const stream of streams) {
    const isOne = plain.latest.has(stream) && plain.latest.get(stream)?.of === plain.bases.get(stream)?.of;
    const isOneRoom =
      host.latest.has(stream) && host.latest.get(stream)?.values === host.bases.get(stream)?.values;
    expect(isOneRoom).toBe(isOne);
  }
}

const value = fc.oneof(
  fc.constantFrom(null, 0, -0, 1, 0.5, 1e300, 5e-324, 2 ** 53 - 1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const step = fc.record({
  layout: fc.constantFrom(...layouts),
  epoch: fc.constantFrom(4, 5, 5, 5, 6),
  values: fc.array(value, { minLength: 5, maxLength: 5 }),
  kind: fc.constantFrom(
    'usual',
    'usual',
    'usual',
    'usual',
    'late',
    'retired',
    'own',
    'unnamed',
    'restored',
    'gone',
    'lost',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function take(host: HostState, plain: Plain, { layout, epoch, values: all, kind }: Step, seq: number): void {
  const { stream } = layout;
  const values = all.slice(0, layout.groups[0]?.fields.length);
  const sent = reading(seq, layout, { epoch, values });
  const shown = { time: seq * 1000 + 3, arrivedAt: seq * 1000 + 5, values };
  if (kind === 'gone')
    for (const map of [host.latest, host.bases, plain.latest, plain.bases]) map.delete(stream);
  else if (kind === 'lost') for (const { bases } of [host, plain]) bases.clear();
  else if (kind === 'restored') {
    restoreLatest(host, { layout, ...shown, values: Float64Array.from(values, (one) => one ?? Number.NaN) });
    keepPlainly(plain, host, layout, { shown });
  } else {
    const seen = kind === 'retired' ? { ...shown, values: values.with(0, null) } : shown;
    const came = { shown: kind === 'late' ? undefined : seen, sent: kind === 'own' ? undefined : sent };
    if (kind === 'unnamed') host.streams.delete(stream);
    keepPlainly(plain, host, layout, came);
    keepNewest(host, layout, came);
    host.streams.set(stream, '');
    // Nothing is kept of the lists that came.
    values.fill(777);
    seen.values.fill(777);
  }
}

it('what is kept in place is what copies would be, in any order of readings; what is one reading has one room, and nothing else has', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const host = hostOf();
      const plain: Plain = { latest: new Map(), bases: new Map() };
      for (const [at, one] of steps.entries()) {
        take(host, plain, one, at + 1);
        expectAlike(host, plain);
      }
    }),
    { numRuns: 500 },
  );
});

it('a reading of the same length is written where the one before it was', () => {
  const host = hostOf();
  const keep = (seq: number, layout: Layout) => {
    const sent = reading(seq, layout);
    keepNewest(host, layout, { shown: { time: seq, arrivedAt: seq, values: sent.values }, sent });
    return host.latest.get('15s');
  };
  const first = keep(1, layouts[0]);
  const room = first?.values;
  const again = keep(2, layouts[1]);
  expect(again).toBe(first);
  expect(again?.values).toBe(room);
  expect(host.bases.get('15s')?.values).toBe(room);
  expect(nullsOf(room ?? new Float64Array())).toEqual([2, 3, 4]);
  // One that is late needs a room for itself, and the next one brings both together again.
  keepNewest(host, layouts[0], { sent: reading(3, layouts[0]) });
  expect(host.bases.get('15s')?.values).not.toBe(room);
  keep(4, layouts[0]);
  expect(host.bases.get('15s')?.values).toBe(room);
});
