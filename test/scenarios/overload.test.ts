import {
  type EpochFlow,
  giveUpOn,
  newFlow,
  noteAck,
  noteSent,
  roomOf,
  waitedFor,
} from '@watchcase/agent/uplink/epoch-flow.ts';
import { createPace } from '@watchcase/agent/uplink/pace.ts';
import { newHostState } from '@watchcase/collector/ingest/index.ts';
import { createSlowDownRounds } from '@watchcase/collector/ingest/slow-down.ts';
import { createInbox, decideSlowDown, LOOK_MS, WELL } from '@watchcase/collector/turns/index.ts';
import { LIMITS } from '@watchcase/protocol';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';

const HOSTS = 500;
const INTERVAL_MS = 1000;
/** Messages the collector takes a second, duplicates included. */
const CAPACITY = 200;
const STEP_MS = 20;
const OVERLOAD_MS = 60_000;
const LEVEL_MS = 120_000;
const BOUNDS = { live: { least: 8, first: 64, most: 256 }, aside: { least: 4, first: 16, most: 256 } };
const PATIENCE = { first: 8000, most: 60_000 };
const NONE: ReadonlySet<string> = new Set();

type Lane = 'live' | 'aside';

/** One sequence of a played agent: when each of its readings was made, and how far they are taken. */
interface Sequence {
  readAt: number[];
  taken: number;
  flow: EpochFlow;
  /** Without an answer for this long it sends again; twice as long each time. */
  patienceMs: number;
}

/** The parts that decide under load, played together in virtual time: agents' windows and pace, the collector's inbox and its word, and a collector that takes so many messages a second. */
function playOverload({ offered }: { offered: number }) {
  const clock = new ManualClock(0);
  let now = 0;
  const inbox = createInbox(({ topic }) => topic.includes('/aside/'));
  const played = Object.assign(clock, { monotonic: () => now });
  const agents = Array.from({ length: HOSTS }, (_, index) => ({
    pace: createPace(played, () => index / HOSTS),
    live: { readAt: [], taken: 0, flow: newFlow(0, BOUNDS.live), patienceMs: PATIENCE.first } as Sequence,
    aside: { readAt: [], taken: 0, flow: newFlow(0, BOUNDS.aside), patienceMs: PATIENCE.first } as Sequence,
  }));
  const hosts = new Map(agents.map((_, index) => [`h${index}`, hostOf(index)]));
  const telling = createSlowDownRounds();
  const waits: number[] = [];
  const perSecond: number[] = [];
  const words: number[] = [];
  let regulation = WELL;
  let most = 1;
  let isReading = true;
  let duplicates = 0;

  function sequenceOf(agent: number, lane: Lane): Sequence {
    return (agents[agent] as (typeof agents)[number])[lane];
  }

  function send(agent: number, lane: Lane): void {
    const { readAt, flow } = sequenceOf(agent, lane);
    for (let room = roomOf(flow); room > 0 && flow.sent < readAt.length; room--) {
      const seq = flow.sent + 1;
      const topic = `watchcase/v1/up/0/a/h${agent}/reading/${lane}/${seq}`;
      if (!inbox.offer({ topic, payload: Buffer.alloc(0), retained: false, arrivedAt: now })) return;
      noteSent(flow, seq, { now, togetherMs: lane === 'live' && seq > 1 ? LIMITS.answerMs : 0 });
    }
  }

  function pump(agent: number): void {
    const { aside, pace } = agents[agent] as (typeof agents)[number];
    send(agent, 'live');
    if (!pace.isAsideHeld() && aside.flow.restUntil <= now) send(agent, 'aside');
  }

  function take(topic: string): void {
    const [, agent = '', , lane, seq] = /\/h(\d+)\/(reading)\/(\w+)\/(\d+)$/.exec(topic) ?? [];
    const sequence = sequenceOf(Number(agent), lane as Lane);
    const isNext = Number(seq) === sequence.taken + 1;
    if (isNext) {
      sequence.taken++;
      sequence.patienceMs = PATIENCE.first;
    } else duplicates++;
    if (isNext && lane === 'live') waits.push(now - (sequence.readAt[Number(seq) - 1] ?? 0));
    perSecond[Math.floor(now / 1000)] = (perSecond[Math.floor(now / 1000)] ?? 0) + (isNext ? 1 : 0);
    noteAck(sequence.flow, { seq: sequence.taken, now }, BOUNDS[lane as Lane]);
    pump(Number(agent));
  }

  function retry(sequence: Sequence, lane: Lane): void {
    if (waitedFor(sequence.flow, now) < sequence.patienceMs) return;
    giveUpOn(sequence.flow, sequence.taken, BOUNDS[lane]);
    sequence.patienceMs = Math.min(PATIENCE.most, sequence.patienceMs * 2);
  }

  function look(): void {
    const { taken, ...seen } = inbox.noteLoad(now);
    const load = { ...seen, taken: (taken * 1000) / LOOK_MS, passedMs: LOOK_MS };
    const demand = { tellable: isReading ? (HOSTS * offered * 1000) / INTERVAL_MS : 0, fixed: 0 };
    regulation = decideSlowDown(regulation, load, () => demand);
    const { slowDown } = regulation;
    const { waitedMs } = load;
    most = Math.max(most, slowDown);
    words.push(slowDown);
    for (const { host, ack } of telling({ hosts, layouts: new Map() }, { slowDown, waitedMs, now }))
      agents[Number(host.id.slice(1))]?.pace.told(ack.slowDown);
    for (const [agent, sequences] of agents.entries()) {
      for (const lane of ['live', 'aside'] as const) retry(sequences[lane], lane);
      pump(agent);
    }
  }

  function run(untilMs: number, reads: boolean): void {
    isReading = reads;
    for (; now < untilMs; now += STEP_MS) {
      if (now % LOOK_MS === 0) look();
      const due = reads ? Math.floor((HOSTS * offered * STEP_MS) / INTERVAL_MS) : 0;
      for (let index = 0; index < due; index++) {
        const agent = Math.floor((now / STEP_MS) * due + index) % HOSTS;
        const one = agents[agent] as (typeof agents)[number];
        one[one.pace.isLive('main') ? 'live' : 'aside'].readAt.push(now);
        pump(agent);
      }
      for (const { topic } of inbox.take((CAPACITY * STEP_MS) / 1000, NONE)) take(topic);
    }
  }

  run(OVERLOAD_MS, true);
  const loaded = { waits: waits.toSorted((a, b) => a - b), perSecond: perSecond.slice(5), duplicates, most };
  let leveledMs = 0;
  const waiting = () =>
    agents.reduce(
      (sum, { live, aside }) => sum + live.readAt.length - live.taken + aside.readAt.length - aside.taken,
      0,
    );
  for (; waiting() > 0 && leveledMs < 10 * LEVEL_MS; leveledMs += 1000) run(now + 1000, false);
  return { ...loaded, words, waiting: waiting(), leveledMs };
}

function hostOf(index: number) {
  const id = `h${index}`;
  const identity = { shard: 0, customer: 'a', host: id };
  const host = newHostState({ id, identity, customerId: 'a', siteId: 's', name: id, now: 0 });
  return Object.assign(host, { slowDown: 1, presence: 'online' });
}

const mean = (of: number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;

it('2.5 times what a collector takes: the newest is seen at once, its rate is kept, and nothing is lost', () => {
  const { waits, words, perSecond, duplicates, most, waiting, leveledMs } = playOverload({ offered: 1 });
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? Infinity;
  const fives = perSecond.slice(4).map((_, at) => mean(perSecond.slice(at, at + 5)));
  expect(p99).toBeLessThan(3000);
  expect(Math.min(...fives)).toBeGreaterThan(0.9 * CAPACITY);
  expect(most).toBeGreaterThan(2);
  const changes = words.filter((word, at) => word !== (words[at - 1] ?? 1));
  expect(changes.length).toBeLessThan(12);
  expect([waiting, duplicates]).toEqual([0, 0]);
  expect(leveledMs).toBeLessThan(LEVEL_MS);
});

it('as much as it takes: nothing is asked of anybody', () => {
  const { most, waiting, duplicates } = playOverload({ offered: 0.36 });
  expect([most, waiting, duplicates]).toEqual([1, 0, 0]);
});
