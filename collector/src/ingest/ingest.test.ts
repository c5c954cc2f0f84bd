import { type Layout, layoutId } from '@watchcase/protocol';
import { describe, expect, it } from 'vitest';
import type { Message } from '../model/index.ts';
import { NOW } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';

const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    {
      measurement: 'system',
      tags: {},
      fields: [
        ['load1', 'none'],
        ['uptime', 'seconds'],
      ],
    },
  ],
};
const layout: Layout = { id: layoutId(content), ...content };

function house() {
  const { ingest, host } = ingestHouse();
  const send = (...messages: Message[]) => ingest.take(messages);
  /** Ticks every second up to `until`; gives the last tick's intake. */
  let at = NOW;
  const tick = (until: number) => {
    let intake = send();
    for (; at < until; at += 1000) ingest.decidePresence((intake = send()), at + 1000);
    return intake;
  };
  return { ingest, host, send, tick };
}

function message(kind: string, body: unknown, arrivedAt = NOW): Message {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    topic: `watchcase/v1/up/7/acme/db1/${kind}`,
    payload: Buffer.from(text),
    retained: false,
    arrivedAt,
  };
}

const reading = (seq: number, more: object = {}) => ({
  sent: NOW,
  epoch: 5,
  seq,
  after: seq - 1,
  layout: layout.id,
  time: NOW - 1000 + seq,
  values: [1, 2],
  ...more,
});

describe('sequence', () => {
  it('takes each reading once, in order, and answers with the cursor', () => {
    const { ingest, send } = house();
    send(message('layout', layout));
    const intake = send(
      message('reading', reading(1)),
      message('reading', reading(2)),
      message('reading', reading(2)),
    );
    expect(intake.observations.map((one) => one.seq)).toEqual([1, 2]);
    expect(intake.refused.get('duplicate')).toBe(1);
    expect(ingest.acks(intake, NOW)[0]?.ack.epochs).toEqual([{ epoch: 5, seq: 2 }]);
  });

  it('knows a duplicate by its head, and reads what is beyond the cursor of its own epoch', () => {
    const { send } = house();
    const cut = (body: object) => message('reading', JSON.stringify(body).slice(0, -9));
    send(message('layout', layout), message('reading', reading(1)), message('reading', reading(2)));
    const refusedOf = (one: Message) => [...send(one).refused.keys()];
    expect([1, 2, 3].map((seq) => refusedOf(cut(reading(seq))))).toEqual([
      ['duplicate'],
      ['duplicate'],
      ['malformed'],
    ]);
    expect(refusedOf(cut(reading(1, { epoch: 6 })))).toEqual(['malformed']);
    expect(send(message('reading', reading(1, { epoch: 6 }))).observations).toHaveLength(1);
  });

  it('refuses what comes after a gap and says where it stands', () => {
    const { ingest, host, send } = house();
    send(message('layout', layout));
    const intake = send(message('reading', reading(1)), message('reading', reading(3)));
    expect(intake.observations).toHaveLength(1);
    expect(intake.refused.get('gap')).toBe(1);
    expect(host.cursors.get(5)).toBe(1);
    expect(ingest.acks(intake, NOW)[0]?.ack.epochs).toEqual([{ epoch: 5, seq: 1 }]);
  });

  it('passes over what the agent dropped', () => {
    const { host, send } = house();
    send(
      message('layout', layout),
      message('reading', reading(1)),
      message('reading', reading(9, { after: 1 })),
    );
    expect(host.cursors.get(5)).toBe(9);
  });

  it('asks for a layout it does not know and keeps the cursor', () => {
    const { ingest, host, send } = house();
    const intake = send(message('reading', reading(1)));
    expect(ingest.acks(intake, NOW)[0]?.ack.needLayouts).toEqual([layout.id]);
    expect(host.cursors.get(5)).toBeUndefined();
    const again = send(message('layout', layout), message('reading', reading(1)));
    expect(again.observations).toHaveLength(1);
  });

  it('passes over a reading of the wrong length so that the next can come', () => {
    const { send } = house();
    send(message('layout', layout));
    const intake = send(message('reading', reading(1, { values: [1] })), message('reading', reading(2)));
    expect(intake.refused.get('malformed')).toBe(1);
    expect(intake.observations.map((one) => one.seq)).toEqual([2]);
  });

  it('passes over an event with an unsound body', () => {
    const { host, send } = house();
    const event = { sent: NOW, epoch: 5, seq: 1, after: 0, time: NOW, kind: 'unheard-of', data: {} };
    const intake = send(message('event', event));
    expect(intake.refused.get('malformed')).toBe(1);
    expect(host.cursors.get(5)).toBe(1);
  });
});

describe('time', () => {
  it('marks what is older than two minutes as late', () => {
    const { send } = house();
    send(message('layout', layout));
    const intake = send(
      message('reading', reading(1, { time: NOW - 120_001 })),
      message('reading', reading(2, { time: NOW - 120_000 })),
    );
    expect(intake.observations.map((one) => one.late)).toEqual([true, false]);
  });

  it('never lets an older sample follow a newer one as live', () => {
    const { send } = house();
    send(message('layout', layout));
    const intake = send(
      message('reading', reading(1, { time: NOW - 10_000 })),
      message('reading', reading(1, { epoch: 4, time: NOW - 20_000 })),
      message('reading', reading(2, { time: NOW - 10_000 })),
    );
    expect(intake.observations.map((one) => one.late)).toEqual([false, true, true]);
  });
});

describe('presence', () => {
  it('ignores the will of a connection that was replaced', () => {
    const { host, send } = house();
    send(message('presence', connected()));
    const old = send(message('presence', connected({ session: 2, state: 'offline', reason: 'lost' })));
    expect(old.refused.get('stale_will')).toBe(1);
    expect(host.sessionEndedAt).toBeNull();
    send(message('presence', connected({ state: 'offline', reason: 'lost' }), NOW + 500));
    expect(host.sessionEndedAt).toBe(NOW + 500);
  });

  it('makes a series of it and names hosts that are gone', () => {
    const { ingest, send, tick } = house();
    const first = send(message('presence', connected()));
    ingest.decidePresence(first, NOW);
    expect(first.observations.map((one) => one.values)).toEqual([[1, 0, null, null, 0]]);
    send(message('presence', connected({ state: 'offline', reason: 'lost' })));
    expect(tick(NOW + 19_000).gone).toEqual([]);
    const later = tick(NOW + 20_000);
    expect(later.gone.map((host) => host.id)).toEqual(['acme.db1']);
    expect(later.observations.map((one) => one.values)).toEqual([[0, 0, null, null, 0]]);
  });

  it.each([
    ['stalled for ten minutes', 600_000],
    ['stalled for six seconds', 6000],
  ])('a collector that %s does not blame its hosts', (_, pauseMs) => {
    const { ingest, host, send, tick } = house();
    ingest.decidePresence(send(message('presence', connected({ intervalMs: 1000 }))), NOW);
    tick(NOW + 2000);
    const intake = send();
    ingest.decidePresence(intake, NOW + 2000 + pauseMs);
    expect([host.presence, intake.gone]).toEqual(['online', []]);
  });

  it('makes nobody offline when the clock is set back, and still sees who goes', () => {
    const { ingest, host, send } = house();
    ingest.decidePresence(send(message('presence', connected())), NOW);
    const back = NOW - 3_600_000;
    ingest.clockJumped(back);
    ingest.decidePresence(send(), back);
    expect(host.presence).toBe('online');
    send(message('presence', connected({ state: 'offline', reason: 'lost' }), back + 1000));
    for (let at = back + 1000; at <= back + 21_000; at += 1000) ingest.decidePresence(send(), at);
    expect(host.presence).toBe('offline');
  });

  it('a set clock makes nobody offline', () => {
    const { ingest, host, send } = house();
    ingest.decidePresence(send(message('presence', connected())), NOW);
    ingest.clockJumped(NOW + 3_600_000);
    const intake = send();
    ingest.decidePresence(intake, NOW + 3_600_000);
    expect([host.presence, intake.gone]).toEqual(['online', []]);
  });

  it('forgets streams that the agent has no more', () => {
    const { host, send } = house();
    send(message('presence', connected({ streams: ['15s', '1m'] })));
    const intake = send(message('presence', connected({ session: 4 })));
    expect([...host.streams.keys()]).toEqual(['15s']);
    expect(intake.streams).toEqual([{ hostId: 'acme.db1', streams: ['15s'] }]);
  });
});

describe('text', () => {
  it.each([
    ['a NUL', '\\u0000', '\ufffd'],
    ['a NUL after a backslash', '\\\\\\u0000', '\\\ufffd'],
    ['a backslash and the word u0000', '\\\\u0000', '\\u0000'],
  ])('%s in an event can be kept by every database', (_, written, read) => {
    const { send } = house();
    const data = `{"job":"erp","run":"1","ok":true,"exitCode":0,"durationSeconds":1,"sizeBytes":1,"output":"${written}"}`;
    const body = `{"sent":${NOW},"epoch":5,"seq":1,"after":0,"time":${NOW},"kind":"backup-end","data":${data}}`;
    const [event] = send(message('event', body)).events;
    expect(event?.data).toMatchObject({ output: read });
  });

  it('a layout that needs mending is refused: its id was made of other text', () => {
    const { send } = house();
    const odd = {
      ...content,
      groups: [{ measurement: 'x', tags: { a: '\u0000' }, fields: [['y', 'none']] }],
    } as typeof content;
    const intake = send(message('layout', { id: layoutId(odd), ...odd }));
    expect([intake.refused.get('malformed'), intake.layouts.size]).toEqual([1, 0]);
  });
});

const hostile = [
  ['unknown_topic', { topic: 'watchcase/v1/up/7/acme/db1/shell', payload: '{}' }],
  ['unknown_topic', { topic: 'watchcase/v1/up/7/../db1/reading', payload: '{}' }],
  ['unknown_host', { topic: 'watchcase/v1/up/7/acme/db2/reading', payload: '{}' }],
  ['oversized', { topic: 'watchcase/v1/up/7/acme/db1/reading', payload: 'x'.repeat(256 * 1024 + 1) }],
  ['malformed', { topic: 'watchcase/v1/up/7/acme/db1/reading', payload: '{"sent":1' }],
  ['malformed', { topic: 'watchcase/v1/up/7/acme/db1/reading', payload: '[]' }],
  ['malformed', { topic: 'watchcase/v1/up/7/acme/db1/event', payload: '\u0000' }],
  ['malformed', { topic: 'watchcase/v1/up/7/acme/db1/presence', payload: '{"session":-1}' }],
  [
    'malformed',
    {
      topic: 'watchcase/v1/up/7/acme/db1/layout',
      payload: JSON.stringify({ ...layout, id: '0'.repeat(16) }),
    },
  ],
] as const;

describe('hostile messages', () => {
  it.each(hostile)('%s is counted and has no effect (%#)', (reason, { topic, payload }) => {
    const { send } = house();
    const intake = send({ topic, payload: Buffer.from(payload), retained: false, arrivedAt: NOW });
    expect(intake.refused.get(reason)).toBe(1);
    expect([intake.observations, intake.events, intake.layouts.size]).toEqual([[], [], 0]);
  });
});
