import { type Ack, type Layout, LIMITS } from '@watchcase/protocol';
import { type HostEvent, type Observation, OWN_EPOCH } from '../model/index.ts';
import type { Ping } from './commit-ping.ts';
import type { HostState } from './host-state.ts';
import type { RefusalReason } from './refusal-reason.ts';

/** What some messages and the clock amount to. */
export interface Intake {
  /** Just taken, to be judged; in order per host. */
  observations: Observation[];
  /** What came of them before: how many readings of agents, with how many values, and of which hosts. */
  readings: number;
  values: number;
  heard: Set<string>;
  events: HostEvent[];
  /** What jobs said past their host's agent. */
  pings: Ping[];
  /** Hosts that went offline or unknown in this turn: their other alerts freeze. */
  gone: HostState[];
  /** Streams named by agents in this turn, for hosts whose list changed. */
  streams: { hostId: string; streams: string[] }[];
  /** Rows to write. */
  dirtyHosts: Set<HostState>;
  /** Those that a host began to use. */
  layouts: Set<Layout>;
  /** Hosts to answer at once after the commit, with the layouts asked of them. */
  acks: Map<HostState, Set<string>>;
  /** Hosts whose waiting readings are to be committed with the next tick. */
  due: Set<HostState>;
  /** Hosts whose answer names every epoch: they have just connected. */
  fullAcks: Set<HostState>;
  refused: Map<RefusalReason, number>;
  /** Samples placed on arrival time because they lay in the future. */
  repaired: number;
}

/** An empty one. */
export function emptyIntake(): Intake {
  return {
    observations: [],
    readings: 0,
    values: 0,
    heard: new Set(),
    events: [],
    pings: [],
    gone: [],
    streams: [],
    dirtyHosts: new Set(),
    layouts: new Set(),
    acks: new Map(),
    due: new Set(),
    fullAcks: new Set(),
    refused: new Map(),
    repaired: 0,
  };
}

/** Adds what came later, and has been judged, to what came before; `later` is not to be used afterwards. */
export function addIntake(before: Intake, later: Intake): void {
  for (const one of later.observations) {
    before.heard.add(one.hostId);
    if (one.epoch === OWN_EPOCH) continue;
    before.readings++;
    before.values += one.values.length;
  }
  before.events.push(...later.events);
  before.pings.push(...later.pings);
  before.gone.push(...later.gone);
  before.streams.push(...later.streams);
  for (const layout of later.layouts) before.layouts.add(layout);
  for (const host of later.dirtyHosts) before.dirtyHosts.add(host);
  for (const host of later.fullAcks) before.fullAcks.add(host);
  for (const host of later.due) before.due.add(host);
  for (const [host, layouts] of later.acks) {
    const known = before.acks.get(host);
    if (known === undefined) before.acks.set(host, layouts);
    else for (const layout of layouts) known.add(layout);
  }
  for (const [reason, count] of later.refused) refuse(before, reason, count);
  before.repaired += later.repaired;
}

/** Parts what is to be committed in two: `kept` is what some hosts wait with, `left` everything else. */
export function withoutHosts(intake: Intake, hostIds: ReadonlySet<string>): { kept: Intake; left: Intake } {
  const left: Intake = { ...intake, acks: new Map(), events: [], pings: [], gone: [], streams: [] };
  const kept = emptyIntake();
  for (const name of ['dirtyHosts', 'due', 'fullAcks'] as const) {
    left[name] = new Set();
    for (const host of intake[name]) (hostIds.has(host.id) ? kept : left)[name].add(host);
  }
  for (const [host, layouts] of intake.acks) (hostIds.has(host.id) ? kept : left).acks.set(host, layouts);
  for (const event of intake.events) (hostIds.has(event.hostId) ? kept : left).events.push(event);
  for (const ping of intake.pings) (hostIds.has(ping.hostId) ? kept : left).pings.push(ping);
  return { kept, left };
}

/** Hosts that a commit is about: all that waits of them goes with it, so that no cursor overtakes a reading. */
export function concerned(intake: Intake): Set<HostState> {
  return new Set([...intake.acks.keys(), ...intake.due]);
}

/** True when nothing in it needs a commit of its own. */
export function isEmpty(intake: Intake): boolean {
  return (
    intake.acks.size === 0 &&
    intake.due.size === 0 &&
    intake.events.length === 0 &&
    intake.pings.length === 0 &&
    intake.dirtyHosts.size === 0
  );
}

/** Notes what was taken: it waits for its commit. */
export function wait(intake: Intake, host: HostState, observation: Observation): void {
  host.waiting.observations++;
  intake.observations.push(observation);
}

/** Counts a refusal. */
export function refuse(intake: Intake, reason: RefusalReason, count = 1): void {
  intake.refused.set(reason, (intake.refused.get(reason) ?? 0) + count);
}

/** Counts a refusal that somebody should know of: it is told with the host. */
export function refuseOf(
  { host, intake }: { host: HostState; intake: Intake },
  reason: RefusalReason,
  arrivedAt: number,
): void {
  refuse(intake, reason);
  host.refusalsUnsaved = true;
  const known = host.refusals.get(reason);
  if (known === undefined) host.refusals.set(reason, { count: 1, lastAt: arrivedAt });
  else {
    known.count++;
    known.lastAt = arrivedAt;
  }
}

/** Notes that `host` is to be answered at once. */
export function answer(intake: Intake, host: HostState, needLayout?: string): void {
  const needs = intake.acks.get(host) ?? new Set();
  if (needLayout !== undefined) needs.add(needLayout);
  intake.acks.set(host, needs);
}

/** Notes that a quiet reading was taken; several are answered together. */
export function owe(intake: Intake, host: HostState, arrivedAt: number): void {
  const { waiting } = host;
  if (waiting.unanswered === 0) waiting.since = arrivedAt;
  waiting.unanswered++;
  if (waiting.unanswered >= LIMITS.answerReadings) intake.due.add(host);
}

/** True when quiet readings have waited long enough for their answer, or many of the collector's own samples for their commit. */
export function isDue({ waiting }: HostState, now: number): boolean {
  if (waiting.unanswered > 0) return now - waiting.since >= LIMITS.answerMs;
  return waiting.observations >= LIMITS.answerReadings;
}

/** True when somebody waits for an answer; the collector's own samples have nobody. */
export function isAnswered(host: HostState, intake: Intake): boolean {
  return intake.acks.has(host) || host.waiting.unanswered > 0;
}

/** The acknowledgement of what `host` has committed: all epochs after a connect, otherwise those touched since the last. */
export function ackOf(host: HostState, intake: Intake, now: number): Ack {
  const { epochs } = host.waiting;
  const wanted =
    intake.fullAcks.has(host) || epochs.size === 0 ? [...host.cursors.keys()].slice(-16) : [...epochs];
  return {
    time: now,
    epochs: wanted.map((epoch) => ({ epoch, seq: host.cursors.get(epoch) ?? 0 })),
    needLayouts: [...(intake.acks.get(host) ?? [])],
  };
}
