import { type Ack, type Layout, layoutId } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Outbox, openOutbox, type OutboxMessage } from '../outbox/index.ts';
import { createSender, type Sender } from './sender.ts';

const log = createLog('test', 'silent');
const content = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'm', tags: {}, fields: [['f', 'none'] as [string, 'none']] }],
};
const layout: Layout = { id: layoutId(content), ...content };

/** A collector by the book: takes a message when `after <= cursor < seq`, and answers each turn with the cursors it touched. */
class Collector {
  readonly cursors = new Map<number, number>();
  readonly taken: string[] = [];
  readonly layouts = new Set<string>();

  take(messages: readonly OutboxMessage[]): Ack {
    const touched = new Set<number>();
    const needed = new Set<string>();
    for (const message of messages) {
      const { epoch, seq, after, kind } = message;
      if (kind === 'reading' && !this.layouts.has(layout.id)) {
        needed.add(layout.id);
        continue;
      }
      touched.add(epoch);
      const cursor = this.cursors.get(epoch) ?? 0;
      this.cursors.set(epoch, cursor);
      if (after > cursor || seq <= cursor) continue;
      this.cursors.set(epoch, seq);
      this.taken.push(`${epoch}:${(JSON.parse(message.body) as { n: number }).n}`);
    }
    return this.answer([...touched], [...needed]);
  }

  answer(epochs = [...this.cursors.keys()], needLayouts: string[] = []): Ack {
    return {
      time: 1,
      epochs: epochs.map((epoch) => ({ epoch, seq: this.cursors.get(epoch) ?? 0 })),
      needLayouts,
    };
  }
}

interface World {
  clock: ManualClock;
  outbox: Outbox;
  collector: Collector;
  sender: Sender;
  /** Sent since the last delivery. */
  wire: OutboxMessage[];
  append(count: number): void;
  /** A new connection: what was on its way is lost. */
  connect(): void;
}

function world(path: string, maxBytes = 1e9): World {
  const clock = new ManualClock();
  const outbox = openOutbox({ path, maxBytes, clock, log });
  const collector = new Collector();
  let n = 0;
  const it: World = {
    clock,
    outbox,
    collector,
    sender: undefined as unknown as Sender,
    wire: [],
    append(count) {
      const body = () => JSON.stringify({ n: ++n });
      const messages = Array.from({ length: count }, () => ({
        kind: n % 5 === 0 ? ('event' as const) : ('reading' as const),
        time: clock.now(),
        layout: layout.id,
        body: body(),
      }));
      outbox.append({ messages, layouts: [layout] });
    },
    connect() {
      it.wire = [];
      it.sender = createSender({
        outbox,
        isClear: () => true,
        send: (message) => void it.wire.push(message),
        sendLayout: (body) => void collector.layouts.add((JSON.parse(body) as Layout).id),
        clock,
        log,
        random: () => 0.5,
      });
      it.sender.onAck(collector.answer([outbox.liveEpoch(), ...collector.cursors.keys()]));
    },
  };
  it.connect();
  return it;
}

/** One turn of the collector over what `keep` lets through; its answer may be lost too. */
function turn(it: World, keep: (index: number) => boolean, heard = true): void {
  const arrived = it.wire.splice(0).filter((_, index) => keep(index));
  if (arrived.length === 0) return;
  const ack = it.collector.take(arrived);
  if (heard) it.sender.onAck(ack);
}

async function settle(it: World): Promise<void> {
  for (let i = 0; i < 500 && it.outbox.stats().messages > 0; i++) {
    turn(it, () => true);
    if (it.wire.length > 0) continue;
    await it.clock.advance(1000);
    it.sender.retry();
  }
}

function inFolder<T>(run: (path: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  return run(join(folder.path, 'outbox.db')).finally(() => folder[Symbol.dispose]());
}

type Step =
  | { do: 'append'; count: number }
  | { do: 'turn'; lost: number[]; heard: boolean }
  | { do: 'connect' | 'epoch' | 'wait' | 'forget-layouts' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    do: fc.constant('turn' as const),
    lost: fc.array(fc.integer({ min: 0, max: 8 })),
    heard: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom('connect' as const, 'epoch' as const, 'wait' as const, 'forget-layouts' as const),
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
      expect(sent).toEqual([live, live, old, old, old, old]);
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
        clock: it.clock,
        log,
        random: () => 0.5,
      });
      quiet.pump();
      expect(sent).toEqual([live]);
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
