import type { CaseDetail } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { checkPoints } from '../../bench/chaos/check-kept.ts';
import type { Kept } from '../../bench/chaos/kept.ts';
import { couldBeTold, type Down } from '../../bench/chaos/down-times.ts';
import { createFrameReader, type Frame, payloadOf } from '../../bench/chaos/frames.ts';
import { backupAt, breaksOf, diskAt, processesAt, type Script, timeOf } from '../../bench/chaos/script.ts';
import { acknowledge, newSequence, sequenceAt, takeDue } from '../../bench/chaos/sequence.ts';
import { told } from '../../bench/chaos/compare-cases.ts';
import { publishBytes } from '../../bench/fleet/mqtt-bytes.ts';

const script: Script = {
  seed: 1,
  hosts: 100,
  intervalMs: 1000,
  ticks: 40,
  share: 0.5,
  lasts: { least: 5, most: 9 },
};

describe('the script', () => {
  it('is the same for the same seed, and another for another', () => {
    const all = (seed: number) =>
      Array.from({ length: 100 }, (_, index) => breaksOf({ ...script, seed }, index));
    expect(all(1)).toEqual(all(1));
    expect(all(1)).not.toEqual(all(2));
  });

  it('breaks and mends everything well within its readings', () => {
    const breaks = Array.from({ length: 100 }, (_, index) => breaksOf(script, index)).flat();
    expect(new Set(breaks.map(({ severity }) => severity))).toEqual(new Set(['minor', 'major', 'critical']));
    for (const { from, to } of breaks) {
      expect(from).toBeGreaterThanOrEqual(3);
      expect(to - from).toBeGreaterThanOrEqual(5);
      expect(to).toBeLessThanOrEqual(script.ticks - 3);
    }
  });

  it('measures the fault and nothing else', () => {
    const breaks = [
      { rule: 'disk/space', category: 'hardware', severity: 'major', from: 3, to: 5 },
      { rule: 'service/process-stopped', category: 'software', severity: 'critical', from: 4, to: 6 },
    ] as const;
    expect([2, 3, 4, 5].map((tick) => diskAt(breaks, tick))).toEqual([40, 92, 92, 40]);
    expect([3, 4, 5, 6].map((tick) => processesAt(breaks, tick))).toEqual([4, 0, 0, 4]);
  });

  it('spreads hosts over the interval, and tells of no backup before it begins', () => {
    expect(timeOf(script, 5000, { index: 50, tick: 2 })).toBe(5000 + 500 + 2000);
    expect(backupAt(0, -8)).toBeUndefined();
    expect(backupAt(0, 8)).toEqual({ job: 'job-8', exitCode: 2 });
  });
});

it('finds packets however the bytes are cut', () => {
  const bytes = Buffer.concat(
    ['a', 'b'.repeat(300)].map((payload) => publishBytes({ topic: 't', payload, qos: 0 })),
  );
  for (const size of [1, 7, bytes.length]) {
    const frames: Frame[] = [];
    const read = createFrameReader((frame) => frames.push(frame));
    for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
    expect(frames.map(({ type, body }) => `${type} ${payloadOf(body)}`)).toEqual([
      '3 a',
      `3 ${'b'.repeat(300)}`,
    ]);
  }
});

describe('a sequence', () => {
  const filled = () => {
    const one = newSequence(1);
    for (let tick = 0; tick < 5; tick++) one.said.push({ tick, kind: 'reading' });
    return one;
  };
  const numbers = (due: { seq: number }[]) => due.map(({ seq }) => seq);

  it('goes on as far as the window, and further with each acknowledgement', () => {
    const one = filled();
    expect(numbers(takeDue(one, 3, 0))).toEqual([1, 2, 3]);
    expect(numbers(takeDue(one, 3, 1))).toEqual([]);
    acknowledge(one, 2, { now: 2, isGap: true });
    expect(numbers(takeDue(one, 3, 3))).toEqual([4, 5]);
  });

  it('sends again from a gap, though not at every word of it', () => {
    const one = filled();
    takeDue(one, 5, 0);
    acknowledge(one, 0, { now: 1000, isGap: true });
    expect(numbers(takeDue(one, 5, 1000))).toEqual([1, 2, 3, 4, 5]);
    acknowledge(one, 0, { now: 1001, isGap: true });
    expect(numbers(takeDue(one, 5, 1001))).toEqual([]);
  });
});

it('puts a message into the same epoch after each start', () => {
  const epochs = [1000, 5000].map(newSequence);
  const epochAt = (time: number) => sequenceAt(epochs, time)?.epoch;
  expect([900, 1000, 4999, 5000, 9000].map(epochAt)).toEqual([1000, 1000, 1000, 5000, 5000]);
});

it('tells lost, doubled and invented readings from those of before and after', () => {
  const kept: Kept = { readings: 0, events: 0, lost: [], doubled: [], strange: [] };
  const wanted = [10, 20, 30].map((time) => ({ time, value: time / 10 }));
  const points = [5, 10, 20, 20, 25, 35].map((time) => ({ time, value: time / 10 }));
  checkPoints(kept, 'h', { wanted, points });
  expect(kept).toMatchObject({
    lost: ['h: reading 30=3 is lost'],
    doubled: ['h: reading 20=2 is kept 2 times'],
    strange: ['h: nobody sent 25=2.5'],
  });
});

describe('a reading of 100', () => {
  const own = { first: 0, count: 10 };
  const told = (downs: readonly Down[]) =>
    couldBeTold(downs, { index: 3, time: 100, neededMs: 20, latestMs: 60 });

  it.each<[string, Down[]]>([
    ['when nothing was down', []],
    ['before the collector went down', [{ part: 'collector', from: 120, to: 300 }]],
    [
      'between two',
      [
        { part: 'collector', from: 90, to: 110 },
        { part: 'broker', from: 130, to: 300 },
      ],
    ],
    ['before its agent was killed', [{ part: own, from: 120, to: 130 }]],
    ['when the agents of others were dead', [{ part: { first: 10, count: 10 }, from: 0, to: 300 }]],
  ])('could be told %s', (_when, downs) => {
    expect(told(downs)).toBe(true);
  });

  it.each<[string, Down[]]>([
    ['was taken while its agent was dead', [{ part: own, from: 90, to: 105 }]],
    ['lost its agent too soon', [{ part: own, from: 119, to: 130 }]],
    ['met a collector that was down until it was too old', [{ part: 'collector', from: 90, to: 141 }]],
    [
      'never had a way long enough',
      [
        { part: 'broker', from: 115, to: 125 },
        { part: 'collector', from: 140, to: 170 },
      ],
    ],
  ])('could not be told when it %s', (_when, downs) => {
    expect(told(downs)).toBe(false);
  });
});

describe('what is said of a case', () => {
  const line = (seq: number, kind: CaseDetail['timeline'][number]['kind'], minute: number) => ({
    seq,
    kind,
    time: new Date(minute * 60_000).toISOString(),
  });
  const timeline = [
    line(1, 'opened', 0),
    line(2, 'recovered', 9),
    line(3, 'warning', 7),
    line(4, 'breached', 10),
  ];
  const one = {
    id: 7,
    severity: 'critical',
    openedAt: new Date(0).toISOString(),
    recoveredAt: new Date(9).toISOString(),
    alerts: [],
    timeline,
  } as unknown as CaseDetail;
  const page = (seq: number, reason: string) => ({
    key: `case-7-event-${seq}-a-b`,
    receivedAt: 0,
    caseId: 7,
    reason,
    says: 'wrong' as const,
  });
  const pages = [page(1, 'opened'), page(4, 'breached'), page(2, 'recovered')];

  it.each([
    [11, 'opened,recovered,warning,breached', 'breached,opened'],
    [8, 'opened,recovered,warning', 'opened'],
    [5, 'opened,recovered', 'opened'],
  ])('of its clocks goes %i minutes far, everything else to the end', (minutes, events, sent) => {
    expect(told(one, pages, minutes * 60_000)).toMatchObject({ events, pages: sent });
  });
});
