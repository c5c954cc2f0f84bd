import { describe, expect, it } from 'vitest';
import {
  type AckEffect,
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
  for (const seq of seqs) noteSent(flow, seq, 0);
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
    { name: 'that is slow halves it', acks: [[2, 701]], effects: ['progress'], size: 2, room: 0 },
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

  it('is slow beside the quickest one, not beside a slow line', () => {
    const flow = flying(1, 2);
    noteAck(flow, { seq: 1, now: 50 }, BOUNDS);
    expect(flow.size).toBe(5);
    noteAck(flow, { seq: 2, now: 451 }, BOUNDS);
    expect(flow.size).toBe(2);
    expect(flow.restUntil).toBe(-Infinity);
  });

  it('that is slow even under the smallest window makes it rest, longer each time, until answers are quick', () => {
    const flow = newFlow(0, { ...BOUNDS, first: 1 });
    const rests = [1300, 1300, 1300, 50, 50].map((took, at) => {
      noteSent(flow, at + 1, 0);
      noteAck(flow, { seq: at + 1, now: took }, BOUNDS);
      return [flow.size, Math.round(flow.restMs), Math.round(flow.restUntil - took)];
    });
    expect(rests).toEqual([
      [1, 1000, 1000],
      [1, 2000, 2000],
      [1, 4000, 4000],
      [1, 2800, 2800],
      [1, 1960, 1960],
    ]);
    for (let at = 6; flow.size === 1; at++) {
      expect(at).toBeLessThan(30);
      noteSent(flow, at, 0);
      noteAck(flow, { seq: at, now: 50 }, BOUNDS);
    }
    expect(flow.restMs).toBe(0);
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
