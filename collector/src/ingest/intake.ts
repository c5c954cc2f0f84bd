import { type Ack, type Layout, LIMITS } from '@watchcase/protocol';
import type { HostEvent, Observation } from '../model/index.ts';
import type { HostState } from './host-state.ts';

/** Why a message had no effect; counted in /metrics. */
export type RefusalReason =
  | 'unknown_topic'
  | 'unknown_host'
  | 'oversized'
  | 'malformed'
  | 'unknown_layout'
  | 'too_many_layouts'
  | 'duplicate'
  | 'gap'
  | 'stale_will';

/** What one turn's messages and the clock amount to. */
export interface Intake {
  /** In order per host; late ones are for history only. */
  observations: Observation[];
  events: HostEvent[];
  /** Hosts that went offline or unknown in this turn: their other alerts freeze. */
  gone: HostState[];
  /** Streams named by agents in this turn, for hosts whose list changed. */
  streams: { hostId: string; streams: string[] }[];
  /** What must be written: hosts, cursors, layouts. */
  dirtyHosts: Set<HostState>;
  dirtyCursors: Map<HostState, Set<number>>;
  newLayouts: Layout[];
  /** Hosts to answer at once after the commit, with the layouts asked of them. */
  acks: Map<HostState, Set<string>>;
  /** Hosts that have waited long enough for an answer to quiet readings. */
  lateAcks: Set<HostState>;
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
    events: [],
    gone: [],
    streams: [],
    dirtyHosts: new Set(),
    dirtyCursors: new Map(),
    newLayouts: [],
    acks: new Map(),
    lateAcks: new Set(),
    fullAcks: new Set(),
    refused: new Map(),
    repaired: 0,
  };
}

/** Adds what came later to what came before; `later` is not to be used afterwards. */
export function addIntake(before: Intake, later: Intake): void {
  for (const one of later.observations) before.observations.push(one);
  before.events.push(...later.events);
  before.gone.push(...later.gone);
  before.streams.push(...later.streams);
  before.newLayouts.push(...later.newLayouts);
  for (const host of later.dirtyHosts) before.dirtyHosts.add(host);
  for (const host of later.fullAcks) before.fullAcks.add(host);
  for (const host of later.lateAcks) before.lateAcks.add(host);
  addSets(before.dirtyCursors, later.dirtyCursors);
  addSets(before.acks, later.acks);
  for (const [reason, count] of later.refused) refuse(before, reason, count);
  before.repaired += later.repaired;
}

function addSets<T>(before: Map<HostState, Set<T>>, later: ReadonlyMap<HostState, Set<T>>): void {
  for (const [host, items] of later) {
    const known = before.get(host);
    if (known === undefined) before.set(host, items);
    else for (const item of items) known.add(item);
  }
}

/** Counts a refusal. */
export function refuse(intake: Intake, reason: RefusalReason, count = 1): void {
  intake.refused.set(reason, (intake.refused.get(reason) ?? 0) + count);
}

/** Notes that `host` is to be answered at once. */
export function answer(intake: Intake, host: HostState, needLayout?: string): void {
  const needs = intake.acks.get(host) ?? new Set();
  if (needLayout !== undefined) needs.add(needLayout);
  intake.acks.set(host, needs);
}

/** Notes that a quiet reading was taken; several are answered together. */
export function owe(intake: Intake, host: HostState, reading: { epoch: number; arrivedAt: number }): void {
  const { owed } = host;
  if (owed.readings === 0) owed.since = reading.arrivedAt;
  owed.readings++;
  owed.epochs.add(reading.epoch);
  if (owed.readings >= LIMITS.answerReadings) intake.lateAcks.add(host);
}

/** True when a host has waited long enough for the answer to a quiet reading. */
export function isOwedLong(host: HostState, now: number): boolean {
  return host.owed.readings > 0 && now - host.owed.since >= LIMITS.answerMs;
}

/** The acknowledgement of what `host` has committed: all epochs after a connect, otherwise those touched since the last. */
export function ackOf(host: HostState, intake: Intake, now: number): Ack {
  const touched = new Set([...(intake.dirtyCursors.get(host) ?? []), ...host.owed.epochs]);
  const wanted =
    intake.fullAcks.has(host) || touched.size === 0 ? [...host.cursors.keys()].slice(-16) : [...touched];
  host.owed = { readings: 0, since: 0, epochs: new Set() };
  return {
    time: now,
    epochs: wanted.map((epoch) => ({ epoch, seq: host.cursors.get(epoch) ?? 0 })),
    needLayouts: [...(intake.acks.get(host) ?? [])],
  };
}
