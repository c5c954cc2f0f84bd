import { type Layout, LIMITS, parseUpTopic } from '@watchcase/protocol';
import { type AlertChange, type AlertTransition, type Message, siteKey } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { commitIntake } from './commit.ts';
import { type HostState, type LatestReading, nothingWaiting } from './host-state.ts';
import { ackOf, concerned, emptyIntake, type Intake, isAnswered, refuse, refuseOf } from './intake.ts';
import { isTooDeep } from './is-too-deep.ts';
import { forgetUnused } from './layouts.ts';
import type { IngestMemory } from './memory.ts';
import { presenceLayout, samplePresence } from './presence-samples.ts';
import { createDemand, createSlowDownRounds, type Telling, withSlowDown } from './slow-down.ts';
import { isBacklogMessage } from './is-backlog-message.ts';
import { type SiteFacts, siteFacts } from './site-facts.ts';
import { takeEvent } from './take-event.ts';
import { takeLayout } from './take-layout.ts';
import { takePing } from './take-ping.ts';
import { takePresence } from './take-presence.ts';
import { takeReading } from './take-reading.ts';
import type { Listening } from './presence.ts';

export { type HostState, type LatestReading, newHostState } from './host-state.ts';
export {
  addIntake,
  emptyIntake,
  type Intake,
  isEmpty,
  withoutHosts,
} from './intake.ts';
export { addFact, BLANK, noteNews } from './keep-fact.ts';
export { createMemory, type IngestMemory } from './memory.ts';
export { loadMemory } from './load.ts';
export { commitPing, PING_CHARACTERS, type Ping, type PingSays } from './commit-ping.ts';
export { saysOf } from './take-ping.ts';
export { parseLayout } from './layouts.ts';
export { presenceLayout } from './presence-samples.ts';

/** The door of the house: turns messages into observations, events and presence. Holds what is known of each host. */
export interface Ingest {
  /** Takes one turn's messages in order of arrival. Memory moves on at once; the turn must then be committed, however often that is tried. */
  take(messages: readonly Message[]): Intake;
  /**
   * Decides every host's presence at `now` and adds what follows to `intake`. Call every second or so: after a longer pause (a commit that had
   * to wait, a machine that slept) what hosts sent meanwhile may not have been taken yet, and silence counts from now on. What arrived after
   * `heardUntil` may still wait: silence after it is none.
   */
  decidePresence(intake: Intake, now: number, heardUntil?: number): void;
  /** Counts what became of hosts' alerts: too much at once is told of them. */
  noteChanges(changes: readonly AlertChange[]): void;
  /** Writes what `intake` changed; may be called again with the same intake when the transaction failed. */
  commit(tx: Tx, intake: Intake): Promise<void>;
  /** Notes that what waits of these hosts is to be committed with `intake`; all hosts without a list. */
  include(intake: Intake, hostIds?: Iterable<string>): void;
  /** The hosts that a commit of `intake` is about: history must have all of theirs before. */
  concerned(intake: Intake): HostState[];
  /** Ends that waiting once the turn is committed; gives the answers to send. */
  acks(intake: Intake, now: number): { host: HostState; ack: ReturnType<typeof ackOf> }[];
  /** From now on one of so many readings of a host is wanted live; gives answers for those whose own would come too late, and lets some go that were held. Call with each look at the load. */
  slowDown(telling: Telling): { host: HostState; ack: ReturnType<typeof ackOf> }[];
  /** Readings a second that hosts would send if they had been told nothing, as of `now`, or two seconds before it. */
  demand(now: number): { tellable: number; fixed: number };
  /** True of a reading of a sequence that is not its host's live one. */
  isBacklog(message: Message): boolean;
  /** Our own ear, told by the broker. */
  setListening(listening: boolean, now: number): void;
  /** The wall clock was set, or the machine slept: silence until now says nothing about the hosts. */
  clockJumped(now: number): void;
  /** True while messages can reach us. */
  listening(): boolean;
  /** How the site of a host stands: its hosts that were there in the last `togetherMs`, those gone since, those that may be going. */
  siteOf(hostId: string, within: { now: number; togetherMs: number }): SiteFacts;
  host(id: string): HostState | undefined;
  hosts(): Iterable<HostState>;
  /** Another number whenever hosts have come or gone. */
  hostsRevision(): number;
  layout(id: string): Layout | undefined;
  /** Adds a host that has just enrolled. */
  addHost(host: HostState): void;
  /** Adds hosts that another collector answered until now; they have time to be heard by us. */
  takeUp(loaded: IngestMemory, now: number): void;
  /** Forgets hosts that are another collector's from now on. */
  forget(hostIds: Iterable<string>): void;
}

/** Deciding presence later than this after the last time means that we were the ones who slept, milliseconds. */
const STALLED_MS = 5000;
/** After a longer pause between two looks what came in it has not been read yet. */
const BLOCKED_MS = 2000;
/** How often layouts that nobody uses are looked for. */
const LOOK_MS = 600_000;

/** What becomes of an alert by what its host reports. */
const COUNTED: ReadonlySet<AlertTransition> = new Set(['fired', 'raised', 'lowered', 'resolved']);

/** Builds the room over `memory`, which the store filled at start. */
export function createIngest(memory: IngestMemory, now: number): Ingest {
  let ear: Listening = { listening: false, since: now };
  let decidedAt = now;
  let lookedAt = now;
  let slowDown = 1;
  let revision = 0;
  /** Many sites may be asked for at once, in one turn: each host is looked at once for all of them. */
  let sites: { now: number; of: ReadonlyMap<string, SiteFacts> } | undefined;
  const tellSome = createSlowDownRounds();

  return {
    take(messages) {
      sites = undefined;
      const intake = emptyIntake();
      for (const message of messages) takeMessage(memory, message, intake);
      return intake;
    },
    decidePresence(intake, at, heardUntil = at) {
      sites = undefined;
      if (at - decidedAt > STALLED_MS) ear = { ...ear, since: Math.max(ear.since, at) };
      const readUntil = at - decidedAt > BLOCKED_MS ? Math.min(at, decidedAt) : at;
      decidedAt = at;
      samplePresence(memory, ear, { now: at, heardUntil: Math.min(readUntil, heardUntil) }, intake);
      if (Math.abs(at - lookedAt) < LOOK_MS) return;
      lookedAt = at;
      forgetUnused(memory.layouts, memory.hosts.values(), at);
    },
    noteChanges(changes) {
      for (const { hostId, transition } of changes) {
        const host = memory.hosts.get(hostId);
        if (host !== undefined && COUNTED.has(transition)) host.alertChanges++;
      }
    },
    commit: (tx, intake) => commitIntake(tx, intake),
    include(intake, hostIds = memory.hosts.keys()) {
      for (const id of hostIds) {
        const host = memory.hosts.get(id);
        if (host === undefined) continue;
        intake.due.add(host);
        if (host.refusalsUnsaved) intake.dirtyHosts.add(host);
      }
    },
    concerned: (intake) => [...concerned(intake)],
    acks(intake, at) {
      const hosts = [...concerned(intake)];
      const answers = hosts
        .filter((host) => isAnswered(host, intake))
        .map((host) => ({ host, ack: withSlowDown(ackOf(host, intake, at), host, slowDown) }));
      for (const host of hosts) host.waiting = nothingWaiting();
      return answers;
    },
    slowDown(telling) {
      ({ slowDown } = telling);
      return tellSome(memory, telling);
    },
    demand: createDemand(memory),
    isBacklog: (message) => isBacklogMessage(memory, message),
    setListening(listening, at) {
      if (listening !== ear.listening) ear = { listening, since: at };
    },
    clockJumped(at) {
      ear = { ...ear, since: at };
      for (const host of memory.hosts.values()) forgetFuture(host, at);
    },
    listening: () => ear.listening,
    siteOf(hostId, within) {
      const host = memory.hosts.get(hostId);
      if (sites?.now !== within.now)
        sites = { now: within.now, of: siteFacts(memory.hosts.values(), within) };
      return (host && sites.of.get(siteKey(host))) ?? { hosts: 0, gone: 0, doubtful: 0 };
    },
    host: (id) => memory.hosts.get(id),
    hosts: () => memory.hosts.values(),
    hostsRevision: () => revision,
    layout: (id) => (id === presenceLayout.id ? presenceLayout : memory.layouts.get(id)?.layout),
    addHost(host) {
      revision++;
      memory.hosts.set(host.id, host);
    },
    takeUp(loaded, at) {
      revision++;
      for (const [id, known] of loaded.layouts) if (!memory.layouts.has(id)) memory.layouts.set(id, known);
      for (const [id, host] of loaded.hosts) memory.hosts.set(id, Object.assign(host, { takenAt: at }));
    },
    forget(hostIds) {
      revision++;
      for (const id of hostIds) memory.hosts.delete(id);
    },
  };
}

/** What is newest of a host's stream, as it was before a restart: what is older than that is late. The values are copied. */
export function restoreLatest(host: HostState, newest: LatestReading): void {
  host.latest.set(newest.layout.stream, { ...newest, values: newest.values.slice() });
  if (newest.layout.stream === presenceLayout.stream) host.presenceSampledAt = newest.time;
}

function forgetFuture(host: HostState, now: number): void {
  if (host.lastHeardAt !== null) host.lastHeardAt = Math.min(host.lastHeardAt, now);
  if (host.sessionEndedAt !== null) host.sessionEndedAt = Math.min(host.sessionEndedAt, now);
  host.presenceSampledAt = Math.min(host.presenceSampledAt, now);
  host.takenAt = Math.min(host.takenAt, now);
  host.connectedAt = Math.min(host.connectedAt, now);
  for (const one of host.latest.values()) one.arrivedAt = Math.min(one.arrivedAt, now);
}

function takeMessage(memory: IngestMemory, message: Message, intake: Intake): void {
  const topic = parseUpTopic(message.topic);
  if (topic === undefined) return refuse(intake, 'unknown_topic');
  const host = memory.hosts.get(`${topic.customer}.${topic.host}`);
  if (host === undefined) return refuse(intake, 'unknown_host');
  if (host.revoked) return refuse(intake, 'revoked_host');
  if (message.payload.length > LIMITS.messageBytes)
    return refuseOf({ host, intake }, 'oversized', message.arrivedAt);
  if (isTooDeep(message.payload)) return refuseOf({ host, intake }, 'malformed', message.arrivedAt);
  if (topic.kind === 'ping') return takePing({ host, intake }, message);
  const payload = message.payload.toString('utf8');
  if (topic.kind === 'reading') return takeReading({ memory, host, intake }, payload, message.arrivedAt);
  takeText({ memory, host, intake }, { ...message, kind: topic.kind }, withoutNul(payload));
}

/** Takes a message that may carry names and other text. */
function takeText(
  { memory, host, intake }: { memory: IngestMemory; host: HostState; intake: Intake },
  message: Message & { kind: 'presence' | 'layout' | 'event' },
  payload: string,
): void {
  switch (message.kind) {
    case 'presence':
      return takePresence(host, message, payload, intake);
    case 'layout':
      return takeLayout({ memory, host, intake }, payload, message.arrivedAt);
    case 'event':
      return takeEvent({ host, intake }, payload, message.arrivedAt);
  }
}

/** PostgreSQL keeps no NUL in text; one in a program's output must not stop the turn that it is in. */
function withoutNul(json: string): string {
  return json.includes('\\u0000') ? json.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd') : json;
}
