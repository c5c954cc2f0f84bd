import { describe, expect, it } from 'vitest';
import {
  type AckEffect,
  type EpochFlow,
  giveUpOn,
  goBack,
  newFlow,
  noteAck,
  noteSent,
  roomOf,
  waitedFor,
} from './epoch-flow.ts';

const BOUNDS = { least: 1, first: 4, most: 16 };

/** A flow that sent `seqs` at moment 0. */
function flying(...seqs: number[]) {
  const flow = newFlow(0, BOUNDS);
  for (const seq of seqs) noteSent(flow, seq, { now: 0, togetherMs: 0 });
  return flow;
}

interface AckCase {
  name: string;
  acks: [seq: number, at: number][];
  effects: AckEffect[];
  size: number;
  room: number;
}

describe('an acknowledgement', () => {
  const cases: AckCase[] = [
    {
      name: 'that is quick widens the window by what it covers',
      acks: [[2, 10]],
      effects: ['progress'],
      size: 6,
      room: 4,
    },
    { name: 'in between leaves it', acks: [[2, 600]], effects: ['progress'], size: 4, room: 2 },
    { name: 'of everything empties it', acks: [[4, 10]], effects: ['progress'], size: 8, room: 8 },
    {
      name: 'repeated tells of a gap, once',
      acks: [
        [2, 10],
        [2, 11],
        [2, 12],
      ],
      effects: ['progress', 'gap', 'nothing'],
      size: 6,
      room: 4,
    },
    { name: 'of old tells of a gap', acks: [[0, 10]], effects: ['gap'], size: 4, room: 0 },
    {
      name: 'of each of two gaps tells of each',
      acks: [
        [0, 1],
        [1, 2],
        [1, 3],
      ],
      effects: ['gap', 'progress', 'gap'],
      size: 5,
      room: 2,
    },
    {
      name: 'with nothing on its way is nothing',
      acks: [
        [4, 1],
        [4, 2],
      ],
      effects: ['progress', 'nothing'],
      size: 8,
      room: 8,
    },
  ];
  it.each(cases)('$name', ({ acks, effects, size, room }) => {
    const flow = flying(1, 2, 3, 4);
    expect(acks.map(([seq, now]) => noteAck(flow, { seq, now }, BOUNDS))).toEqual(effects);
    expect([flow.size, roomOf(flow)]).toEqual([size, room]);
  });

  /** Answers one message after another, each of which took so long; gives window and rest after each. */
  function answering(flow: EpochFlow, took: number, times: number): [size: number, restMs: number][] {
    return Array.from({ length: times }, () => {
      const seq = flow.sent + 1;
      noteSent(flow, seq, { now: 0, togetherMs: 0 });
      noteAck(flow, { seq, now: took }, { least: 4, first: 64, most: 256 });
      return [flow.size, Math.round(flow.restMs / 100) * 100];
    });
  }

  it('is slow beside the quickest one of late, not beside a slow line', () => {
    const flow = newFlow(0, { ...BOUNDS, first: 64 });
    expect(answering(flow, 650, 1)).toEqual([[64, 0]]);
    answering(flow, 50, 1);
    expect(answering(flow, 650, 1)).toEqual([[32, 0]]);
    expect(flow.restUntil).toBe(-Infinity);
  });

  it('that is slow halves the window down to a burst, then makes it rest longer each time', () => {
    const flow = newFlow(0, { ...BOUNDS, first: 64 });
    expect(answering(flow, 3300, 9)).toEqual([
      [32, 0],
      [16, 0],
      ...[3000, 6000, 10_000, 10_000, 10_000, 10_000, 10_000].map((rest) => [16, rest]),
    ]);
    expect(flow.restUntil).toBe(13_300);
  });

  it('that is quick again ends the rests before the window grows beyond a burst', () => {
    const flow = newFlow(0, { ...BOUNDS, first: 16 });
    answering(flow, 1300, 3);
    expect(flow.size).toBe(16);
    const after = answering(flow, 300, 12);
    expect(after.filter(([size]) => size > 16).every(([, rest]) => rest === 0)).toBe(true);
    expect(after.at(-1)?.[0]).toBeGreaterThan(16);
  });

  it.each([10, 100, 450, 650, 750, 1000, 2000, 5000])(
    'that always takes %i ms is the line’s own: an hour drains in minutes',
    (took) => {
      const flow = newFlow(0, { ...BOUNDS, first: 16 });
      let [now, sent] = [0, 0];
      while (sent < 360) {
        const count = roomOf(flow);
        for (let i = 0; i < count; i++) noteSent(flow, ++sent, { now, togetherMs: 0 });
        noteAck(flow, { seq: sent, now: now + took }, { least: 4, first: 16, most: 256 });
        now = Math.max(now + took, flow.restUntil);
      }
      expect(now).toBeLessThan(15 * 60_000);
      for (let i = 0; i < 1000; i++) {
        noteSent(flow, ++sent, { now, togetherMs: 0 });
        noteAck(flow, { seq: sent, now: now + took }, { least: 4, first: 16, most: 256 });
        now = Math.max(now + took, flow.restUntil);
      }
      expect([flow.size, flow.restMs]).toEqual([256, 0]);
    },
  );

  it('to what was sent twice, or is answered together, says nothing of the line', () => {
    const flow = newFlow(0, { ...BOUNDS, first: 64 });
    answering(flow, 250, 20);
    const { quickestMs } = flow;
    expect(quickestMs).toBe(250);
    noteSent(flow, 21, { now: 0, togetherMs: 0 });
    giveUpOn(flow, 20, { least: 4, first: 16, most: 256 });
    noteSent(flow, 21, { now: 9000, togetherMs: 0 });
    noteAck(flow, { seq: 21, now: 9005 }, { least: 4, first: 16, most: 256 });
    noteSent(flow, 22, { now: 10_000, togetherMs: 45_000 });
    noteAck(flow, { seq: 22, now: 10_010 }, { least: 4, first: 16, most: 256 });
    expect(flow.quickestMs).toBe(quickestMs);
  });

  it('never widens the window beyond its bound', () => {
    const flow = flying(1, 2, 3, 4);
    flow.size = 15;
    noteAck(flow, { seq: 4, now: 1 }, BOUNDS);
    expect(flow.size).toBe(16);
  });
});

describe('going back', () => {
  it('sends again what was not acknowledged', () => {
    const flow = flying(1, 2, 3);
    goBack(flow, 1);
    expect(flow).toMatchObject({ sent: 1, inFlight: [], size: 4 });
  });

  it('after too long a silence also closes the window to one', () => {
    const flow = flying(1, 2, 3);
    expect(waitedFor(flow, 9000)).toBe(9000);
    giveUpOn(flow, 1, BOUNDS);
    expect([flow.sent, roomOf(flow), waitedFor(flow, 9000)]).toEqual([1, 1, 0]);
  });
});
