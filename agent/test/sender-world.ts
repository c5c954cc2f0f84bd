import { join } from 'node:path';
import {
  type Ack,
  type Layout,
  layoutId,
  parseReading,
  type Reading,
  restoreReading,
} from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect } from 'vitest';
import { type Outbox, openOutbox, type OutboxMessage, payloadOf } from '../src/outbox/index.ts';
import { createSender, type Sender } from '../src/uplink/sender.ts';
import { createShortReadings } from '../src/uplink/short-readings.ts';

export const log = createLog('test', 'silent');
const content = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    {
      measurement: 'm',
      tags: {},
      fields: ['same', 'n', 'absent'].map((name): [string, 'none'] => [name, 'none']),
    },
  ],
};
export const layout: Layout = { id: layoutId(content), ...content };

/** A message on its way, as text in the form it was sent in. */
interface Sent {
  kind: OutboxMessage['kind'];
  epoch: number;
  seq: number;
  after: number;
  text: string;
}

/**
 * A collector by the book: takes a message when `after <= cursor < seq`, and answers each turn with the cursors it touched. A short reading whose
 * base it does not remember is a gap.
 */
class Collector {
  readonly cursors = new Map<number, number>();
  readonly taken: string[] = [];
  readonly layouts = new Set<string>();
  base: Reading | undefined;
  shorts = 0;

  /** As a restart does. */
  forget(): void {
    this.base = undefined;
  }

  /** The reading that arrived; undefined when it cannot be told. */
  private read(text: string): Reading | undefined {
    const reading = parseReading(text);
    if (!Array.isArray(reading)) return reading;
    const [epoch, seq, back] = reading;
    if (this.base?.epoch !== epoch || this.base.seq !== seq - back) return undefined;
    this.shorts++;
    return restoreReading(this.base, reading);
  }

  take(messages: readonly Sent[]): Ack {
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
      if (kind === 'event') {
        this.cursors.set(epoch, seq);
        this.taken.push(`${epoch}:${(JSON.parse(message.text) as { n: number }).n}`);
        continue;
      }
      const reading = this.read(message.text);
      if (reading === undefined) continue;
      expect([reading.epoch, reading.seq, reading.after]).toEqual([epoch, seq, after]);
      this.cursors.set(epoch, seq);
      if (this.base === undefined || epoch >= this.base.epoch) this.base = reading;
      this.taken.push(`${epoch}:${reading.values[1]}`);
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

export interface World {
  clock: ManualClock;
  outbox: Outbox;
  collector: Collector;
  sender: Sender;
  /** Sent since the last delivery. */
  wire: Sent[];
  append(count: number): void;
  /** A new connection: what was on its way is lost. */
  connect(): void;
}

export function world(path: string, maxBytes = 1e9): World {
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
      const messages = Array.from({ length: count }, () => {
        const kind = n++ % 5 === 0 ? ('event' as const) : ('reading' as const);
        const time = clock.now();
        const body = kind === 'event' ? { n } : { layout: layout.id, time, values: [0.5, n, null] };
        return { kind, time, layout: layout.id, body: JSON.stringify(body) };
      });
      outbox.append({ messages, layouts: [layout] });
    },
    connect() {
      it.wire = [];
      const short = createShortReadings({ liveEpoch: () => outbox.liveEpoch(), layouts: () => [layout] });
      it.sender = createSender({
        outbox,
        isClear: () => true,
        send(message) {
          const { kind, epoch, seq, after } = message;
          const text = short.payloadOf(message, clock.now()) ?? payloadOf(message, clock.now());
          it.wire.push({ kind, epoch, seq, after, text });
        },
        sendLayout: (body) => void collector.layouts.add((JSON.parse(body) as Layout).id),
        // Timers may be early by a part of a millisecond; one of a sender that is no more is not heard.
        isAsideHeld: () => false,
        later: (ms, then) => void clock.after(Math.max(0, ms - 0.5), then),
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
export function turn(it: World, keep: (index: number) => boolean, heard = true): void {
  const arrived = it.wire.splice(0).filter((_, index) => keep(index));
  if (arrived.length === 0) return;
  const ack = it.collector.take(arrived);
  if (heard) it.sender.onAck(ack);
}

export async function settle(it: World): Promise<void> {
  for (let i = 0; i < 500 && it.outbox.stats().messages > 0; i++) {
    turn(it, () => true);
    if (it.wire.length > 0) continue;
    await it.clock.advance(1000);
    it.sender.retry();
  }
}

export function inFolder<T>(run: (path: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  return run(join(folder.path, 'outbox.db')).finally(() => folder[Symbol.dispose]());
}
