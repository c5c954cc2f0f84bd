import {
  type Layout,
  LIMITS,
  MAX_TIME_MS,
  MOST_SLOW_DOWN,
  parseReading,
  type Reading,
  restoreReading,
  type ShortReading,
} from '@watchcase/protocol';
import { advanceCursor } from './advance-cursor.ts';
import { correctedTime, observeOffset, timeByAge } from './clock-offset.ts';
import { noteBacklog } from './clones.ts';
import type { HostState } from './host-state.ts';
import { answer, type Intake, owe, refuseOf, wait } from './intake.ts';
import { keepNewest } from './newest.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { withoutRetired } from './without-retired.ts';
import type { IngestMemory } from './memory.ts';
import { GRACE_MS } from './presence.ts';

interface Desk {
  memory: IngestMemory;
  host: HostState;
  intake: Intake;
}

/** Takes one reading: in sequence, of a known layout, of the right length; late ones are marked. */
export function takeReading(desk: Desk, payload: string, arrivedAt: number): void {
  const { memory, host, intake } = desk;
  const head = headOf(host, payload);
  if (head !== undefined && head.seq <= (host.cursors.get(head.epoch) ?? 0)) {
    hear(host, arrivedAt, head.sent, intake);
    return void advanceCursor(host, intake, head);
  }
  const message = parseReading(payload);
  if (message === undefined) return pass(desk, 'malformed', arrivedAt);
  const reading = Array.isArray(message) ? restore(desk, message, arrivedAt) : message;
  if (reading === undefined) return;
  hear(host, arrivedAt, reading.sent, intake);
  const known = memory.layouts.get(reading.layout);
  if (known === undefined) {
    pass(desk, 'unknown_layout', arrivedAt);
    return answer(intake, host, reading.layout);
  }
  known.usedAt = arrivedAt;
  if (!advanceCursor(host, intake, reading)) return;
  owe(intake, host, arrivedAt);
  // Counted and passed over: an agent that waited for its acknowledgement would never send anything again.
  if (reading.values.length !== known.count) return pass(desk, 'malformed', arrivedAt);
  if (known.reserved) return pass(desk, 'reserved_name', arrivedAt);
  if (known.slowDownAt !== undefined) host.slowDown ??= toldBefore(reading.values[known.slowDownAt]);
  place(desk, reading, known.layout, arrivedAt);
}

/** What a host was told by whoever took its readings before us. */
function toldBefore(value: number | null | undefined): number {
  return Math.min(MOST_SLOW_DOWN, Math.max(1, value ?? 1));
}

/** Refuses a reading: rules see that of its host. */
function pass(desk: Desk, reason: RefusalReason, arrivedAt: number): void {
  desk.host.refused++;
  refuseOf(desk, reason, arrivedAt);
}

/** The head of a reading in full, where its fields stand in the common order: what is a duplicate need not be parsed, least of all when there is too much to do. */
function headOf(
  host: HostState,
  payload: string,
): { sent: number; epoch: number; seq: number; after: number } | undefined {
  if (!payload.startsWith('{"sent":') || isAhead(host, payload)) return undefined;
  const found = HEAD.exec(payload.slice(0, HEAD_LENGTH));
  if (found === null) return undefined;
  const [, sent, epoch, seq, after] = found.map(Number) as [number, number, number, number, number];
  return Math.max(sent, epoch) <= MAX_TIME_MS ? { sent, epoch, seq, after } : undefined;
}

const HEAD_LENGTH = 120;
const HEAD = /^\{"sent":(\d{1,15}),"epoch":(\d{1,15}),"seq":(\d{1,15}),"after":(\d{1,15}),/;

/** True of a reading that is beyond its host's cursor, as nearly all are: nothing need be made of its head before it is parsed. */
function isAhead(host: HostState, payload: string): boolean {
  const cursor = host.cursors.get(numberBehind(payload, ',"epoch":')) ?? 0;
  return numberBehind(payload, ',"seq":') > cursor;
}

/** The digits behind the first such label as a number; NaN where there is no label. */
function numberBehind(payload: string, label: string): number {
  const found = payload.indexOf(label);
  if (found < 0) return Number.NaN;
  let number = 0;
  for (let at = found + label.length; ; at++) {
    const digit = payload.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return number;
    number = number * 10 + digit;
  }
}

const ZERO = 0x30;

/** The full form of a short reading. One whose base is not the last that was taken is a gap: it is answered at once, and comes again in full. */
function restore(desk: Desk, short: ShortReading, arrivedAt: number): Reading | undefined {
  const { host, intake } = desk;
  const [epoch, seq, back] = short;
  for (const base of host.bases.values()) {
    if (base.seq !== seq - back || base.epoch !== epoch) continue;
    const reading = restoreReading(base, short);
    if (reading === undefined) pass(desk, 'malformed', arrivedAt);
    return reading;
  }
  const cursor = host.cursors.get(epoch) ?? 0;
  advanceCursor(host, intake, { epoch, seq: Math.max(cursor, seq) + 2, after: Math.max(cursor, seq) + 1 });
  return undefined;
}

function place(desk: Desk, reading: Reading, layout: Layout, arrivedAt: number): void {
  const { host, intake } = desk;
  const newest = host.latest.get(layout.stream)?.time ?? Number.NEGATIVE_INFINITY;
  const { time, repaired, behind } = placeAfter(newest, host, reading, arrivedAt);
  if (repaired) intake.repaired++;
  // Backlog: the agent sends the rest of it when it hears that this has come.
  const backlog = isBacklog(host, reading.epoch);
  // What an agent brings of a stream that it has no more is history: the stream does not come back with it.
  const isGone = backlog && !host.streams.has(layout.stream);
  const late = behind || isGone || arrivedAt - time > LIMITS.latenessMs;
  if (backlog) noteBacklog(host, reading.epoch, { time: reading.time, at: arrivedAt });
  if (late || backlog) answer(intake, host);
  if (!late && isOneTooMany(host, layout.stream)) return pass(desk, 'too_many_streams', arrivedAt);
  if (!late) {
    if (host.streams.get(layout.stream) !== layout.id) {
      host.streams.set(layout.stream, layout.id);
      intake.dirtyHosts.add(host);
      intake.layouts.add(layout);
    }
  }
  const { values } = withoutRetired(host, reading, layout);
  keepNewest(host, layout, { shown: late ? undefined : { time, arrivedAt, values }, sent: reading });
  wait(intake, host, {
    hostId: host.id,
    hostName: host.name,
    epoch: reading.epoch,
    seq: reading.seq,
    layout,
    time,
    arrivedAt,
    late,
    values,
  });
}

/** What is late is history, which has no streams. */
function isOneTooMany({ streams }: HostState, stream: string): boolean {
  return streams.size >= LIMITS.streams && !streams.has(stream);
}

/**
 * Where a reading belongs, given the newest sample of its stream. One that is older is late when it is backlog. In the live sequence it can only mean that the
 * host's clock was set back: it is placed by its age until the difference of the clocks is known, so that rules go on without a break.
 */
function placeAfter(
  newest: number,
  host: HostState,
  reading: Reading,
  arrivedAt: number,
): { time: number; repaired: boolean; behind: boolean } {
  const sample = { time: reading.time, sent: reading.sent, arrivedAt };
  const placed = correctedTime(sample, host.offset.offsetMs);
  if (placed.time > newest) return { ...placed, behind: false };
  if (placed.time === newest || isOld(host, reading.epoch))
    return { ...placed, behind: newest - placed.time <= LIMITS.latenessMs };
  return { time: timeByAge(sample), repaired: true, behind: false };
}

/** Of a sequence that another has followed. */
function isOld(host: HostState, epoch: number): boolean {
  if (host.liveEpoch !== null) return host.liveEpoch !== epoch;
  return [...host.cursors.keys()].some((other) => other > epoch);
}

function isBacklog(host: HostState, epoch: number): boolean {
  return host.liveEpoch !== null && host.liveEpoch !== epoch;
}

/** Any message is a sign of life; the row is written seldom when nothing else changed. */
export function hear(host: HostState, arrivedAt: number, sent: number, intake: Intake): void {
  const before = host.offset.offsetMs;
  observeOffset(host.offset, { differenceMs: arrivedAt - sent, at: arrivedAt });
  // What waited longer comes later, and says nothing of now.
  if (arrivedAt >= (host.lastHeardAt ?? 0)) {
    host.lastHeardAt = arrivedAt;
    host.pace = host.slowDown ?? 1;
  }
  // Whoever still speaks after the grace has a connection: the word of its beginning was lost.
  if (host.sessionEndedAt !== null && arrivedAt - host.sessionEndedAt >= GRACE_MS) host.sessionEndedAt = null;
  const moved = Math.abs(before - host.offset.offsetMs) > 1000;
  if (moved || arrivedAt - host.savedHeardAt >= SAVE_HEARD_MS) intake.dirtyHosts.add(host);
}

const SAVE_HEARD_MS = 300_000;
