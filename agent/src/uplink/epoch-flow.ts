/** What an acknowledgement meant for an epoch. */
export type AckEffect = 'progress' | 'gap' | 'nothing';

/** What is on its way of one epoch. Pure bookkeeping; times are monotonic milliseconds. */
export interface EpochFlow {
  /** Last sequence number sent. */
  sent: number;
  /** How many may be on their way at once. */
  size: number;
  /** The highest number ever sent. */
  highest: number;
  /** Sent and not acknowledged, in order; an answer to each is due from `from` on. It measures the line when it was sent once, and is answered at once. */
  inFlight: { seq: number; from: number; measures: boolean }[];
  /** The cursor at which a gap was answered last; one gap is answered once. */
  answeredGapAt: number;
  /** How long the quickest answer of late took: what the line itself takes, the rest is waiting in queues. */
  quickestMs: number;
  /** When that was measured last. */
  measuredAt: number;
  /** How long it rests after each answer; 0 while the window alone is slow enough. */
  restMs: number;
  /** Nothing is sent before this moment. */
  restUntil: number;
}

/** Bounds of a flow's window, in messages. */
export interface WindowBounds {
  least: number;
  first: number;
  most: number;
}

/**
 * The window grows while an answer takes hardly longer than the quickest one, and shrinks when it waits in a queue: so backlog fills neither a thin
 * line nor the broker's queue, in which live data of the whole fleet wait behind it. Below a burst it rests instead: a fleet that comes back
 * with windows of one would cost the collector a row for each reading.
 */
const QUICK_MS = 200;
const SLOW_MS = 400;
/** Who comes while others fill the queue would take their waiting for the line's own time: it is taken for this at most, at first. */
const FIRST_LINE_MS = 300;
/**
 * A line can become slower, and some are slow from the beginning: what counts as the line's own follows slower answers over this time. It is longer
 * than most returns of a fleet, whose queue must not be taken for the line.
 */
const AGING_MS = 300_000;
const BURST = 16;
/** Whoever rests does not see that the queue has gone: a long rest, and one that is given up slowly, keep a collector idle that has caught up. */
const REST = { leastMs: 50, mostMs: 10_000, shorter: 4 };

/** A flow that has sent nothing behind `acknowledged`. */
export function newFlow(acknowledged: number, bounds: WindowBounds): EpochFlow {
  return {
    sent: acknowledged,
    size: bounds.first,
    highest: acknowledged,
    inFlight: [],
    answeredGapAt: -1,
    quickestMs: FIRST_LINE_MS,
    measuredAt: Infinity,
    restMs: 0,
    restUntil: -Infinity,
  };
}

/** How many more may be sent now. */
export function roomOf(flow: EpochFlow): number {
  return Math.max(0, flow.size - flow.inFlight.length);
}

/** Notes a message as sent at `now`; the answer to it is due after `togetherMs` more. */
export function noteSent(
  flow: EpochFlow,
  seq: number,
  { now, togetherMs }: { now: number; togetherMs: number },
): void {
  const measures = seq > flow.highest && togetherMs === 0;
  flow.sent = seq;
  flow.highest = Math.max(flow.highest, seq);
  flow.inFlight.push({ seq, from: now + togetherMs, measures });
}

/** Takes an acknowledgement up to `seq`. A repeated one, while something is on its way, tells of a gap. */
export function noteAck(flow: EpochFlow, ack: { seq: number; now: number }, bounds: WindowBounds): AckEffect {
  const { seq, now } = ack;
  const done = flow.inFlight.filter((one) => one.seq <= seq);
  flow.sent = Math.max(flow.sent, seq);
  const oldest = done[0];
  if (oldest !== undefined) {
    flow.inFlight = flow.inFlight.filter((one) => one.seq > seq);
    const took = Math.max(0, now - oldest.from);
    // The answer to what was sent twice may be the one to the first time.
    if (oldest.measures) measure(flow, took, now);
    resize(flow, { took, count: done.length, now }, bounds);
    return 'progress';
  }
  if (flow.inFlight.length === 0 || flow.answeredGapAt === seq) return 'nothing';
  flow.answeredGapAt = seq;
  return 'gap';
}

function measure(flow: EpochFlow, took: number, now: number): void {
  const aged = 1 - Math.exp(Math.min(0, flow.measuredAt - now) / AGING_MS);
  flow.quickestMs = took < flow.quickestMs ? took : flow.quickestMs + (took - flow.quickestMs) * aged;
  flow.measuredAt = now;
}

function resize(
  flow: EpochFlow,
  { took, count, now }: { took: number; count: number; now: number },
  bounds: WindowBounds,
): void {
  const queued = took - flow.quickestMs;
  if (queued > SLOW_MS) {
    if (flow.size > BURST) flow.size = Math.max(BURST, Math.floor(flow.size / 2));
    else flow.restMs = Math.min(REST.mostMs, Math.max(queued, flow.restMs * 2));
  } else if (queued < QUICK_MS) {
    if (flow.restMs === 0 || flow.size < BURST) flow.size = Math.min(bounds.most, flow.size + count);
    flow.restMs = flow.restMs < REST.leastMs ? 0 : flow.restMs / REST.shorter;
  }
  if (flow.restMs > 0) flow.restUntil = now + flow.restMs;
}

/** Forgets what is on its way behind `acknowledged`, so that it is sent again. */
export function goBack(flow: EpochFlow, acknowledged: number): void {
  flow.sent = acknowledged;
  flow.inFlight = [];
}

/** Nothing came back for too long: goes back with the smallest window. */
export function giveUpOn(flow: EpochFlow, acknowledged: number, bounds: WindowBounds): void {
  goBack(flow, acknowledged);
  flow.size = bounds.least;
  flow.answeredGapAt = -1;
}

/** Milliseconds for which an answer has been due; 0 when none is. */
export function waitedFor(flow: EpochFlow, now: number): number {
  return Math.max(0, ...flow.inFlight.map((one) => now - one.from));
}
