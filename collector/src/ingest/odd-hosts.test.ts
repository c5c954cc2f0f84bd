import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { layout, message, NOW } from '../../../test/harness/flow-house.ts';
import { connected, ingestHouse } from '../../../test/harness/ingest-house.ts';

/** The room with one host whose layout is known. */
function house() {
  const { ingest, host } = ingestHouse();
  ingest.take([message('layout', layout, NOW)]);
  /** Its reading number `seq`, measured, sent and arrived at `at`. */
  const read = (seq: number, at: number, of: Layout = layout) => {
    const body = { sent: at, epoch: 5, seq, after: seq - 1, layout: of.id, time: at, values: [1] };
    return ingest.take([message('reading', body, at)]);
  };
  return { ingest, host, read };
}

function otherLayout(i: number, named: { stream?: string; measurement?: string } = {}): Layout {
  const { stream = '15s', measurement = `m${i}` } = named;
  const groups: Layout['groups'] = [{ measurement, tags: {}, fields: [['x', 'none']] }];
  const content = { stream, intervalMs: 15_000, groups };
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
  expect(intake.refused.get('too_many_layouts')).toBe(6);
  expect(ingest.layout(otherLayout(198).id)).toBeDefined();
  expect(ingest.layout(otherLayout(199).id)).toBeUndefined();
  expect(bring(NOW, 1).refused.size).toBe(0);
  bring(NOW + 86_400_000, 300);
  expect(ingest.layout(otherLayout(300).id)).toBeDefined();
});

it.each([
  ['the measurement', { measurement: 'watchcase_host' }],
  ['the stream', { stream: 'presence' }],
])('%s that the collector itself speaks in is no host’s: only those readings are refused', (_, named) => {
  const { ingest, host, read } = house();
  const theirs = otherLayout(1, named);
  expect(ingest.take([message('layout', theirs, NOW)]).refused).toEqual(new Map([['reserved_name', 1]]));
  const intake = read(1, NOW, theirs);
  expect([intake.observations, intake.refused.get('reserved_name')]).toEqual([[], 1]);
  expect(host.latest.has(theirs.stream)).toBe(false);
  expect(read(2, NOW + 1).observations).toHaveLength(1);
  expect(host.cursors.get(5)).toBe(2);
});

it('takes the readings of sixteen streams and no more of one host; those it has go on', () => {
  const { ingest, host, read } = house();
  const layouts = Array.from({ length: 17 }, (_, i) => otherLayout(i, { stream: `s${i}` }));
  for (const one of layouts) ingest.take([message('layout', one, NOW)]);
  const taken = layouts.map((one, i) => read(i + 1, NOW + i, one));
  expect(taken.map((intake) => intake.observations.length)).toEqual([...Array<number>(16).fill(1), 0]);
  expect(taken[16]?.refused.get('too_many_streams')).toBe(1);
  expect([host.streams.size, host.latest.size, host.bases.size]).toEqual([16, 16, 16]);
  expect(read(18, NOW + 20, layouts[0]).observations).toHaveLength(1);
});

it('keeps 256 backup jobs of one host: the one that was silent for longest gives way to one more', () => {
  const { ingest, host } = house();
  let seq = 0;
  const report = (job: string) => {
    const at = NOW + ++seq * 1000;
    const head = { sent: at, epoch: 6, seq, after: seq - 1, time: at };
    return ingest.take([message('event', { ...head, kind: 'backup-start', data: { job, run: 'r' } }, at)]);
  };
  const replaced = (job: string) => report(job).events.map((event) => event.replaces);
  for (let i = 1; i <= 256; i++) expect(replaced(`job ${i}`)).toEqual([null]);
  expect(replaced('job 1')).toEqual([null]);
  expect(host.refusals.size).toBe(0);
  expect(replaced('job 257')).toEqual(['job 2']);
  expect(replaced('job 1')).toEqual([null]);
  expect(replaced('job 2')).toEqual(['job 3']);
  expect(host.refusals.get('too_many_jobs')).toEqual({ count: 2, lastAt: NOW + 260_000 });
});

it('tells with the host what of it was refused, and not what only came twice', () => {
  const { ingest, host, read } = house();
  for (const kind of ['layout', 'presence', 'event', 'reading'])
    ingest.take([message(kind, { no: 'sense' }, NOW)]);
  ingest.take([message('event', { no: 'x'.repeat(300_000) }, NOW + 1)]);
  read(1, NOW + 2);
  read(1, NOW + 3);
  read(5, NOW + 4, otherLayout(1));
  expect([...host.refusals]).toEqual([
    ['malformed', { count: 4, lastAt: NOW }],
    ['oversized', { count: 1, lastAt: NOW + 1 }],
    ['unknown_layout', { count: 1, lastAt: NOW + 4 }],
  ]);
});

it('a sequence number near 2^53 moves no cursor, and those after it are taken', () => {
  const { host, read } = house();
  read(1, NOW);
  for (const seq of [2 ** 53 - 1, 2 ** 53 - 2, 2 ** 48 + 1])
    expect(read(seq, NOW).refused.get('malformed')).toBe(1);
  expect(host.cursors.get(5)).toBe(1);
  expect(read(2, NOW + 1).observations).toHaveLength(1);
});

it('a host that calls itself by nothing visible is called by its identity', () => {
  const { ingest, host } = house();
  const say = (name: string) => {
    ingest.take([message('presence', connected({ name }), NOW)]);
    return host.name;
  };
  expect(say(' db1.example ')).toBe('db1.example');
  for (const name of ['', ' ', '\u200b', '\t\n', '\u3000', '\u202e', '\ufeff \u200d'])
    expect(say(name)).toBe('db1');
});

it('tells how many readings of a host were refused since its last sample of presence', () => {
  const { ingest, read } = house();
  let now = NOW;
  const told = (until: number) => {
    const values: unknown[] = [];
    while (now < until) {
      const intake = ingest.take([]);
      ingest.decidePresence(intake, (now += 1000));
      values.push(...intake.observations.map((one) => one.values[2]));
    }
    return values;
  };
  ingest.setListening(true, NOW);
  read(1, NOW);
  expect(told(NOW + 1000)).toEqual([null]);
  read(2, NOW + 15_000, otherLayout(1));
  read(3, NOW + 30_000, otherLayout(1));
  expect(told(NOW + 61_000)).toEqual([2]);
  for (const at of [NOW + 70_000, NOW + 100_000]) {
    expect(told(at)).toEqual([]);
    read(2, at);
  }
  expect(told(NOW + 121_000)).toEqual([0]);
});

it('takes what is brought later of a stream that the agent has no more as history: the stream does not come back', () => {
  const { ingest, host, read } = house();
  read(1, NOW);
  const other = otherLayout(1, { stream: '60s' });
  const presence = connected({ epoch: 9, session: 9, streams: ['60s'] });
  ingest.take([message('presence', presence, NOW + 1000), message('layout', other, NOW + 1000)]);
  const intake = read(2, NOW + 2000);
  expect(intake.observations.map((one) => [one.seq, one.late])).toEqual([[2, true]]);
  expect([[...host.streams.keys()], [...host.latest.keys()]]).toEqual([['60s'], []]);
  // Of one that it still has it is the newest there is, and judged.
  expect(read(3, NOW + 3000, other).observations.map((one) => one.late)).toEqual([false]);
});
