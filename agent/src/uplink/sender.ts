import { type Ack, LIMITS } from '@watchcase/protocol/light';
import { backoffMs, type Clock, type PlainLog } from '@watchcase/runtime/light';
import type { Outbox, OutboxMessage } from '../outbox/index.ts';
import {
  type EpochFlow,
  giveUpOn,
  goBack,
  newFlow,
  noteAck,
  noteSent,
  roomOf,
  waitedFor,
} from './epoch-flow.ts';
import { createLayoutRequests } from './layout-requests.ts';

/** Sends what the outbox holds over one connection: live first, older epochs behind it, each under the collector's acknowledgements. */
export interface Sender {
  /** Sends as much as the windows allow. */
  pump(): void;
  onAck(ack: Ack): void;
  /** Sends again what was not answered in time; to be called every few seconds. */
  retry(): void;
  /** Nothing live waits to be sent; it may not be answered yet. */
  isLiveSent(): boolean;
}

/** What the sender sends through. */
export interface SenderNeeds {
  outbox: Outbox;
  send(message: OutboxMessage): void;
  /** False while the connection is full: nothing is sent until the next pump. */
  isClear(): boolean;
  sendLayout(body: string): void;
  /** What was put aside is to wait on disk. */
  isAsideHeld(): boolean;
  /** Calls `then` after this time, unless the connection has ended. */
  later(ms: number, then: () => void): void;
  clock: Clock;
  log: PlainLog;
  random: () => number;
}

const LIVE = { least: 8, first: 64, most: 256 };
const BACKLOG = { least: 4, first: 16, most: 256 };
const ANSWER = { firstMs: 8000, maxMs: 60_000 };
/** The collector answers the first message of an epoch at once, later live readings several together. */
const TOGETHER_MS = LIMITS.answerMs;

/** A sender for a connection that has just opened. Backlog waits for the collector's first answer. */
export function createSender(needs: SenderNeeds): Sender {
  const { outbox, clock, random } = needs;
  const flows = new Map<number, EpochFlow>();
  const layouts = createLayoutRequests(needs);
  let answered = false;
  let waking = false;
  let attempt = 1;
  let patienceMs = backoffMs(attempt, ANSWER, random());

  const boundsOf = (epoch: number) => (epoch === outbox.liveEpoch() ? LIVE : BACKLOG);

  function flowOf(epoch: number): EpochFlow {
    let flow = flows.get(epoch);
    if (flow === undefined) flows.set(epoch, (flow = newFlow(outbox.acknowledged(epoch), boundsOf(epoch))));
    return flow;
  }

  function pumpEpoch(epoch: number): void {
    const flow = flowOf(epoch);
    const room = roomOf(flow);
    if (room === 0 || isResting(flow)) return;
    for (const message of outbox.read(epoch, flow.sent, room)) {
      if (!needs.isClear()) return;
      const together =
        message.kind === 'reading' && epoch === outbox.liveEpoch() && outbox.acknowledged(epoch) > 0;
      noteSent(flow, message.seq, { now: clock.monotonic(), togetherMs: together ? TOGETHER_MS : 0 });
      needs.send(message);
    }
  }

  /** Live data never rest: there are few of them. */
  function isResting(flow: EpochFlow): boolean {
    const rest = flow.restUntil - clock.monotonic();
    if (rest <= 0 || flow === flows.get(outbox.liveEpoch())) return false;
    if (!waking) {
      waking = true;
      needs.later(Math.ceil(rest), wake);
    }
    return true;
  }

  /** A timer may be early by a part of a millisecond: then it rests for what is left. */
  function wake(): void {
    waking = false;
    pump();
  }

  function pump(): void {
    pumpEpoch(outbox.liveEpoch());
    const oldest = answered ? outbox.backlog()[0] : undefined;
    const isHeld = oldest === outbox.asideEpoch() && needs.isAsideHeld();
    if (oldest !== undefined && !isHeld) pumpEpoch(oldest);
  }

  function takeCursor(epoch: number, seq: number): void {
    const news = outbox.acknowledge(epoch, seq);
    const flow = flows.get(epoch);
    const effect =
      flow === undefined ? 'nothing' : noteAck(flow, { seq, now: clock.monotonic() }, boundsOf(epoch));
    if (news || effect === 'progress') return progressed();
    const bridged = outbox.bridge(epoch, seq);
    if (flow !== undefined && (bridged || effect === 'gap')) goBack(flow, outbox.acknowledged(epoch));
  }

  function progressed(): void {
    attempt = 1;
    patienceMs = backoffMs(attempt, ANSWER, random());
    layouts.progressed();
  }

  return {
    pump,
    onAck(ack) {
      // The answer to the connect itself repeats cursors without telling of a gap.
      if (!answered) for (const { epoch, seq } of ack.epochs) flowOf(epoch).answeredGapAt = seq;
      answered = true;
      for (const { epoch, seq } of ack.epochs) takeCursor(epoch, seq);
      for (const id of ack.needLayouts) layouts.asked(id);
      if (ack.needLayouts.length > 0)
        for (const [epoch, flow] of flows) goBack(flow, outbox.acknowledged(epoch));
      pump();
    },
    retry() {
      const waited = Math.max(0, ...[...flows.values()].map((flow) => waitedFor(flow, clock.monotonic())));
      if (waited < patienceMs) return;
      for (const [epoch, flow] of flows) giveUpOn(flow, outbox.acknowledged(epoch), boundsOf(epoch));
      patienceMs = backoffMs(++attempt, ANSWER, random());
      pump();
    },
    isLiveSent() {
      const live = outbox.liveEpoch();
      return outbox.read(live, flowOf(live).sent, 1).length === 0;
    },
  };
}
