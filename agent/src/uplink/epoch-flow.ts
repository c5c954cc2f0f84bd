/** What an acknowledgement meant for an epoch. */
export type AckEffect = 'progress' | 'gap' | 'nothing';

/** What is on its way of one epoch. Pure bookkeeping; times are monotonic milliseconds. */
export interface EpochFlow {
  /** Last sequence number sent. */
  sent: number;
  /** How many may be on their way at once. */
  size: number;
  /** Sent and not acknowledged, in order. */
  inFlight: { seq: number; at: number }[];
  /** The cursor at which a gap was answered last; one gap is answered once. */
  answeredGapAt: number;
}

/** Bounds of a flow's window, in messages. */
export interface WindowBounds {
  first: number;
  most: number;
}

/** Acknowledged faster than this, the window grows; slower than SLOW_MS, it shrinks: so backlog never fills a thin line. */
const QUICK_MS = 1000;
const SLOW_MS = 3000;

/** A flow that has sent nothing behind `acknowledged`. */
export function newFlow(acknowledged: number, bounds: WindowBounds): EpochFlow {
  return { sent: acknowledged, size: bounds.first, inFlight: [], answeredGapAt: -1 };
}

/** How many more may be sent now. */
export function roomOf(flow: EpochFlow): number {
  return Math.max(0, flow.size - flow.inFlight.length);
}

/** Notes a message as sent. */
export function noteSent(flow: EpochFlow, seq: number, now: number): void {
  flow.sent = seq;
  flow.inFlight.push({ seq, at: now });
}

/** Takes an acknowledgement up to `seq`. A repeated one, while something is on its way, tells of a gap. */
export function noteAck(flow: EpochFlow, ack: { seq: number; now: number }, bounds: WindowBounds): AckEffect {
  const { seq, now } = ack;
  const done = flow.inFlight.filter((one) => one.seq <= seq);
  flow.sent = Math.max(flow.sent, seq);
  const oldest = done[0];
  if (oldest !== undefined) {
    flow.inFlight = flow.inFlight.filter((one) => one.seq > seq);
    const took = now - oldest.at;
    if (took < QUICK_MS) flow.size = Math.min(bounds.most, flow.size + done.length);
    else if (took > SLOW_MS) flow.size = Math.max(1, Math.floor(flow.size / 2));
    return 'progress';
  }
  if (flow.inFlight.length === 0 || flow.answeredGapAt === seq) return 'nothing';
  flow.answeredGapAt = seq;
  return 'gap';
}

/** Forgets what is on its way behind `acknowledged`, so that it is sent again. */
export function goBack(flow: EpochFlow, acknowledged: number): void {
  flow.sent = acknowledged;
  flow.inFlight = [];
}

/** Nothing came back for too long: goes back with the smallest window. */
export function giveUpOn(flow: EpochFlow, acknowledged: number): void {
  goBack(flow, acknowledged);
  flow.size = 1;
  flow.answeredGapAt = -1;
}

/** Milliseconds since the oldest message on its way was sent; 0 when there is none. */
export function waitedFor(flow: EpochFlow, now: number): number {
  const oldest = flow.inFlight[0];
  return oldest === undefined ? 0 : now - oldest.at;
}
