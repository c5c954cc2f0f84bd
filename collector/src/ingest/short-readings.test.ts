import { type Layout, layoutId, type Reading, shortReadingOf } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import { createIngest, createMemory, newHostState } from './index.ts';

const NOW = Date.UTC(2026, 2, 2, 8);
const layoutOf = (stream: string): Layout => {
  const content: Omit<Layout, 'id'> = {
    stream,
    intervalMs: 15_000,
    groups: [
      {
        measurement: 'm',
        tags: {},
        fields: [
          ['a', 'none'],
          ['b', 'none'],
        ],
      },
    ],
  };
  return { id: layoutId(content), ...content };
};
const [fast, slow] = [layoutOf('15s'), layoutOf('60s')];

function house() {
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
  const send = (kind: string, text: string, arrivedAt = NOW) =>
    ingest.take([
      { topic: `watchcase/v1/up/7/acme/db1/${kind}`, payload: Buffer.from(text), retained: false, arrivedAt },
    ]);
  send('layout', JSON.stringify(fast));
  send('layout', JSON.stringify(slow));
  const full = (reading: Reading) => send('reading', JSON.stringify(reading), reading.sent);
  const short = (base: Reading, reading: Reading) =>
    send('reading', shortReadingOf(base, reading) ?? 'not short', reading.sent);
  return { ingest, host, send, full, short };
}

const reading = (seq: number, values: Reading['values'], more: Partial<Reading> = {}): Reading => ({
  sent: NOW + seq * 1000 + 5,
  epoch: 5,
  seq,
  after: seq - 1,
  layout: fast.id,
  time: NOW + seq * 1000,
  values,
  ...more,
});

describe('a short reading', () => {
  it('is taken as the full one it stands for, on and on', () => {
    const { full, short, host } = house();
    const readings = [reading(1, [1, 0.5]), reading(2, [4, 0.5]), reading(3, [4, null])] as const;
    full(readings[0]);
    const taken = [short(readings[0], readings[1]), short(readings[1], readings[2])].flatMap(
      (intake) => intake.observations,
    );
    expect(taken.map(({ seq, time, values, late }) => ({ seq, time, values, late }))).toEqual([
      { seq: 2, time: NOW + 2000, values: [4, 0.5], late: false },
      { seq: 3, time: NOW + 3000, values: [4, null], late: false },
    ]);
    expect(host.cursors.get(5)).toBe(3);
  });

  it('is based on its own stream, whatever came between', () => {
    const { full, short } = house();
    const [a, b] = [reading(1, [1, 1]), reading(2, [9, 9], { layout: slow.id })];
    full(a);
    full(b);
    expect(short(a, reading(3, [2, 1])).observations[0]).toMatchObject({ layout: fast, values: [2, 1] });
    expect(short(b, reading(4, [9, 8], { layout: slow.id })).observations[0]).toMatchObject({
      layout: slow,
      values: [9, 8],
    });
  });

  it.each<[string, (of: ReturnType<typeof house>) => void]>([
    ['lost its base', () => undefined],
    ['was lost with the collector’s memory', ({ host }) => host.bases.clear()],
  ])('that %s is a gap: it is answered at once with the cursor, and comes in full', (_name, lose) => {
    const it = house();
    it.full(reading(1, [1, 1]));
    lose(it);
    const intake = it.short(reading(2, [2, 2]), reading(3, [3, 3]));
    expect(intake.observations).toEqual([]);
    expect([...intake.refused]).toEqual([['gap', 1]]);
    expect(it.ingest.acks(intake, NOW)[0]?.ack.epochs).toEqual([{ epoch: 5, seq: 1 }]);
    it.full(reading(2, [2, 2]));
    it.full(reading(3, [3, 3]));
    expect(it.short(reading(3, [3, 3]), reading(4, [3, 4])).observations[0]?.values).toEqual([3, 4]);
  });

  it('of an epoch nobody knows is answered with its beginning', () => {
    const { short, ingest } = house();
    const intake = short(reading(1, [1, 1]), reading(2, [2, 2]));
    expect(ingest.acks(intake, NOW)[0]?.ack.epochs).toEqual([{ epoch: 5, seq: 0 }]);
  });

  it('that came before has no effect', () => {
    const { full, short, host } = house();
    full(reading(1, [1, 1]));
    short(reading(1, [1, 1]), reading(2, [2, 2]));
    const intake = short(reading(1, [1, 1]), reading(2, [2, 2]));
    expect(intake.observations).toEqual([]);
    expect(host.cursors.get(5)).toBe(2);
    expect(intake.acks.size).toBe(1);
  });

  it('is not based on backlog that came between', () => {
    const { full, short } = house();
    full(reading(1, [1, 1]));
    full(reading(1, [7, 7], { epoch: 4, sent: NOW + 1500 }));
    expect(short(reading(1, [1, 1]), reading(2, [1, 2])).observations[0]?.values).toEqual([1, 2]);
  });

  it('whose clock was set back is still understood', () => {
    const { full, short } = house();
    const [a, b, c] = [
      reading(1, [1, 1]),
      reading(2, [2, 1], { time: NOW - 1000 }),
      reading(3, [3, 1], { time: NOW + 500 }),
    ] as const;
    full(a);
    expect(short(a, b).observations[0]?.values).toEqual([2, 1]);
    expect(short(b, c).observations[0]?.values).toEqual([3, 1]);
  });

  it('that makes no sense is counted and moves nothing', () => {
    const { full, send, host } = house();
    full(reading(1, [1, 1]));
    const intake = send('reading', '[5,2,1,1000,5,[[2],1]]');
    expect([...intake.refused]).toEqual([['malformed', 1]]);
    expect(host.cursors.get(5)).toBe(1);
  });
});
