import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFolder, layout, log, settle, turn, type World, world } from '../../test/sender-world.ts';
import { createSender } from './sender.ts';

type Step =
  | { do: 'append'; count: number }
  | { do: 'turn'; lost: number[]; heard: boolean }
  | { do: 'connect' | 'epoch' | 'wait' | 'forget-layouts' | 'forget-bases' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    do: fc.constant('turn' as const),
    lost: fc.array(fc.integer({ min: 0, max: 8 })),
    heard: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom(
      'connect' as const,
      'epoch' as const,
      'wait' as const,
      'forget-layouts' as const,
      'forget-bases' as const,
    ),
  }),
);

async function play(it: World, step: Step): Promise<void> {
  if (step.do === 'append') {
    it.append(step.count);
    it.sender.pump();
  } else if (step.do === 'turn') turn(it, (index) => !step.lost.includes(index), step.heard);
  else if (step.do === 'connect') it.connect();
  else if (step.do === 'epoch') {
    it.outbox.beginEpoch();
    it.sender.pump();
  } else if (step.do === 'forget-layouts') it.collector.layouts.clear();
  else {
    await it.clock.advance(9000);
    it.sender.retry();
  }
}

describe('whatever is lost on the way', () => {
  it('each message arrives exactly once, in order within its epoch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 40 }), (script) =>
        inFolder(async (path) => {
          const it = world(path);
          for (const step of script) await play(it, step);
          await settle(it);
          expect(it.outbox.stats().messages).toBe(0);
          const numbers = it.collector.taken.map((one) => Number(one.split(':')[1]));
          const total = script.reduce((sum, step) => sum + (step.do === 'append' ? step.count : 0), 0);
          expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, i) => i + 1));
          const epochs = new Map<string, number>();
          for (const [epoch = '', n] of it.collector.taken.map((one) => one.split(':'))) {
            expect(Number(n)).toBeGreaterThan(epochs.get(epoch) ?? 0);
            epochs.set(epoch, Number(n));
          }
          it.outbox.close();
        }),
      ),
      { numRuns: 60 },
    );
  });
});

describe('a short reading', () => {
  /** One reading or event after another, each answered; shorts are under way. */
  function flowing(path: string): World {
    const it = world(path);
    it.collector.layouts.add(layout.id);
    for (let n = 0; n < 8; n++) {
      it.append(1);
      it.sender.pump();
      turn(it, () => true);
    }
    expect(it.collector.shorts).toBeGreaterThan(3);
    return it;
  }

  it('goes out after one of its stream, and only live', () =>
    inFolder((path) => {
      const it = flowing(path);
      const before = it.collector.shorts;
      it.append(2);
      it.outbox.beginEpoch();
      it.append(1);
      it.sender.pump();
      turn(it, () => true);
      expect(it.collector.shorts).toBe(before);
      it.outbox.close();
      return Promise.resolve();
    }));

  it.each<[string, (it: World) => void]>([
    ['the one before it was lost', (it) => turn(it, () => false)],
    [
      'the collector was killed and remembers nothing',
      (it) => {
        turn(it, () => false);
        it.collector.forget();
      },
    ],
  ])('is followed by the full ones as soon as it is not understood: %s', (_name, lose) =>
    inFolder((path) => {
      const it = flowing(path);
      it.append(2);
      it.sender.pump();
      lose(it);
      it.append(2);
      it.sender.pump();
      const sent = it.clock.monotonic();
      for (let round = 0; round < 4; round++) turn(it, () => true);
      expect(it.clock.monotonic()).toBe(sent);
      expect(it.outbox.stats().messages).toBe(0);
      it.outbox.close();
      return Promise.resolve();
    }),
  );
});

it('has sent what is live when nothing waits, though nothing is answered', () =>
  inFolder(async (path) => {
    const it = world(path);
    it.append(3);
    it.sender.pump();
    expect(it.sender.isLiveSent()).toBe(true);
    it.append(300);
    it.sender.pump();
    expect(it.sender.isLiveSent()).toBe(false);
    await settle(it);
    it.outbox.close();
  }));

describe('a collector that lost its own state', () => {
  it('gets what is left instead of waiting for what is gone', () =>
    inFolder(async (path) => {
      const it = world(path);
      it.append(3);
      it.sender.pump();
      await settle(it);
      it.collector.cursors.clear();
      it.append(2);
      it.connect();
      await settle(it);
      expect(it.outbox.stats()).toMatchObject({ messages: 0, droppedReadings: 0 });
      expect(it.collector.taken).toHaveLength(5);
      it.outbox.close();
    }));
});

describe('live data', () => {
  it('goes before backlog, of which little is on its way until answers come quickly', () =>
    inFolder(async (path) => {
      const it = world(path);
      it.collector.layouts.add(layout.id);
      it.append(500);
      const old = it.outbox.liveEpoch();
      const live = it.outbox.beginEpoch();
      it.append(2);
      it.connect();
      const sent = it.wire.map(({ epoch }) => epoch);
      expect(sent).toEqual([live, live, ...Array.from({ length: 16 }, () => old)]);
      it.append(1);
      it.sender.pump();
      expect(it.wire.at(-1)?.epoch).toBe(live);
      await settle(it);
      expect(it.collector.taken).toHaveLength(503);
      it.outbox.close();
    }));

  it('does not wait for an answer; backlog does', () =>
    inFolder((path) => {
      const it = world(path);
      it.append(3);
      const live = it.outbox.beginEpoch();
      it.append(1);
      const sent: number[] = [];
      const quiet = createSender({
        outbox: it.outbox,
        isClear: () => true,
        send: ({ epoch }) => void sent.push(epoch),
        sendLayout: () => undefined,
        later: () => undefined,
        isAsideHeld: () => false,
        clock: it.clock,
        log,
        random: () => 0.5,
      });
      quiet.pump();
      expect(sent).toEqual([live]);
      it.outbox.close();
      return Promise.resolve();
    }));

  it('goes alone while the collector has too much; what was put aside follows when all is well again', () =>
    inFolder((path) => {
      const it = world(path);
      let isHeld = true;
      const sent: number[] = [];
      const sender = createSender({
        outbox: it.outbox,
        isClear: () => true,
        send: ({ epoch }) => void sent.push(epoch),
        sendLayout: () => undefined,
        later: () => undefined,
        isAsideHeld: () => isHeld,
        clock: it.clock,
        log,
        random: () => 0.5,
      });
      const live = it.outbox.liveEpoch();
      it.append(1);
      const time = it.clock.now();
      const messages = Array.from({ length: 40 }, () => ({ kind: 'reading' as const, time, body: '{}' }));
      it.outbox.append({ messages, aside: true });
      sender.onAck({ time, epochs: [], needLayouts: [] });
      expect(sent).toEqual([live]);
      isHeld = false;
      sender.pump();
      expect(sent).toEqual([live, ...Array.from({ length: 16 }, () => it.outbox.asideEpoch())]);
      it.outbox.close();
      return Promise.resolve();
    }));

  it('of a collector that is away goes out again seldom, a few messages at a time', () =>
    inFolder(async (path) => {
      const it = world(path);
      it.append(10);
      it.sender.pump();
      it.wire = [];
      for (let second = 0; second < 600; second++) {
        await it.clock.advance(1000);
        it.sender.retry();
      }
      expect(it.wire.every(({ seq }) => seq <= 8)).toBe(true);
      const again = it.wire.filter(({ seq }) => seq === 1).length;
      expect(again).toBeGreaterThan(8);
      expect(again).toBeLessThan(25);
      it.outbox.close();
    }));
});

describe('backlog that waits in a queue', () => {
  it('rests while live data go on, and goes on by itself', () =>
    inFolder(async (path) => {
      const it = world(path);
      it.append(300);
      const live = it.outbox.beginEpoch();
      it.append(1);
      it.connect();
      // Every answer takes a second: the window shrinks to its smallest, then the flow rests.
      for (let round = 0; round < 6; round++) {
        await it.clock.advance(1000);
        turn(it, () => true);
      }
      expect(it.wire).toEqual([]);
      it.append(1);
      it.sender.pump();
      expect(it.wire.map(({ epoch }) => epoch)).toEqual([live]);
      it.wire = [];
      await it.clock.advance(30_000);
      expect(it.wire.length).toBe(16);
      expect(it.wire.every(({ epoch }) => epoch !== live)).toBe(true);
      it.outbox.close();
    }));
});

describe('a layout', () => {
  it('that is lost here costs its readings, so that those behind them arrive', () =>
    inFolder(async (path) => {
      const it = world(path);
      const body = '{"n":7}';
      it.outbox.append({ messages: [{ kind: 'reading', time: 1, layout: layout.id, body }] });
      it.outbox.append({ messages: [{ kind: 'event', time: 1, body: '{"n":8}' }] });
      it.sender.pump();
      await settle(it);
      expect(it.collector.taken.map((one) => one.split(':')[1])).toEqual(['8']);
      expect(it.outbox.stats()).toMatchObject({ messages: 0, droppedReadings: 1 });
      it.outbox.close();
    }));

  it('that the collector never takes costs its readings in the end', () =>
    inFolder(async (path) => {
      const it = world(path);
      it.append(3);
      it.outbox.append({ messages: [{ kind: 'event', time: 1, body: '{"n":9}' }] });
      const add = it.collector.layouts.add.bind(it.collector.layouts);
      it.collector.layouts.add = () => it.collector.layouts;
      it.sender.pump();
      await settle(it);
      expect(it.outbox.stats()).toMatchObject({ messages: 0 });
      expect(it.collector.taken.at(-1)).toMatch(/:9$/);
      it.collector.layouts.add = add;
      it.outbox.close();
    }));
});
