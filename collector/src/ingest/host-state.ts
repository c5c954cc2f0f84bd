import type { HostIdentity, KeptBase, Layout } from '@watchcase/protocol';
import type { PresenceState } from '@watchcase/api';
import { type ClockOffset, noOffset } from './clock-offset.ts';
import { type CloneSigns, noSigns } from './clone-signs.ts';
import type { RefusalReason } from './refusal-reason.ts';

/** Newest values of one stream. It is written over by the next reading (newest.ts). */
export interface LatestReading {
  layout: Layout;
  /** Corrected sample time, Unix milliseconds. */
  time: number;
  /** When it came, Unix milliseconds. */
  arrivedAt: number;
  /** NaN where missing. May be those of the stream's base. */
  values: Float64Array;
}

/** The last reading taken of one stream, as it was sent; written over by the next one (newest.ts). */
export type BaseReading = KeptBase<Float64Array>;

/** What waits for a commit. */
export interface Waiting {
  /** How many, the collector's own samples included. */
  observations: number;
  /** Quiet readings that the agent has no answer to, and the arrival of the first of them. */
  unanswered: number;
  since: number;
  /** Epochs whose cursor has moved. */
  epochs: Set<number>;
}

/** None. */
export function nothingWaiting(): Waiting {
  return { observations: 0, unanswered: 0, since: 0, epochs: new Set() };
}

/** What the collector knows of a host's connection and sequences; rebuilt from the store at start. */
export interface HostState {
  readonly id: string;
  readonly identity: HostIdentity;
  readonly customerId: string;
  siteId: string;
  /** What people see; given by a person, or else as the machine reports it. */
  name: string;
  nameGiven: boolean;
  reportedName: string;
  /** Its credential was taken from it: what comes with it is not from it. */
  revoked: boolean;
  /** Signs that another agent uses its credential as well. */
  clones: CloneSigns;
  /** Since when we listen to it: others may have before us. */
  takenAt: number;
  presence: PresenceState;
  presenceSince: number;
  /** Session of the last presence message; 0 before the first. */
  session: number;
  sessionEndedAt: number | null;
  /** When it last said that it is connected; 0 where we have not heard it. */
  connectedAt: number;
  lastHeardAt: number | null;
  intervalMs: number;
  liveEpoch: number | null;
  agentVersion: string | null;
  platform: string | null;
  readonly offset: ClockOffset;
  /** Streams the agent has, with the id of each one's newest layout ('' = named, no reading yet). */
  streams: Map<string, string>;
  /** Layouts nobody had before, in the 24 hours that began at `since`. */
  newLayouts: { count: number; since: number };
  /** What was taken and judged, and is neither committed nor answered. */
  waiting: Waiting;
  /** Readings of it that were refused since the last sample of its presence. */
  refused: number;
  /** Alerts of it that fired, changed their level or recovered since then. */
  alertChanges: number;
  /** What it was told last of how many readings it sends live; null as long as it has not said that it can be told. */
  slowDown: number | null;
  /** The most that it was told since it was heard: what it sends follows what it is told with its next reading. 1 = it sends all. */
  pace: number;
  /** What else of it was refused, by reason: what people are told of. */
  refusals: Map<RefusalReason, { count: number; lastAt: number }>;
  /** There are refusals that its row does not know of. */
  refusalsUnsaved: boolean;
  /** Backup jobs it has reported, and when each was heard of last. */
  jobs: Map<string, number>;
  /** Those of them that nobody makes any more: what its agent still says of them counts for nothing. */
  retiredJobs: Set<string>;
  /** Highest committed-or-being-committed sequence number per epoch. */
  cursors: Map<number, number>;
  latest: Map<string, LatestReading>;
  /** What a short reading of each stream is based on. */
  bases: Map<string, BaseReading>;
  /** Arrival time of the row last written, to write it seldom when only last_heard_at moved. */
  savedHeardAt: number;
  /** When a virtual sample of the host's presence was last made. */
  presenceSampledAt: number;
}

const DEFAULT_INTERVAL_MS = 15_000;

/** What a newly enrolled host starts with. */
export function newHostState(host: {
  id: string;
  identity: HostIdentity;
  customerId: string;
  siteId: string;
  name: string;
  now: number;
}): HostState {
  return {
    id: host.id,
    identity: host.identity,
    customerId: host.customerId,
    siteId: host.siteId,
    name: host.name,
    nameGiven: false,
    reportedName: host.name,
    revoked: false,
    clones: noSigns(),
    takenAt: 0,
    presence: 'never',
    presenceSince: host.now,
    session: 0,
    sessionEndedAt: null,
    connectedAt: 0,
    lastHeardAt: null,
    intervalMs: DEFAULT_INTERVAL_MS,
    liveEpoch: null,
    agentVersion: null,
    platform: null,
    offset: noOffset(),
    streams: new Map(),
    newLayouts: { count: 0, since: 0 },
    waiting: nothingWaiting(),
    refused: 0,
    alertChanges: 0,
    slowDown: null,
    pace: 1,
    refusals: new Map(),
    refusalsUnsaved: false,
    jobs: new Map(),
    retiredJobs: new Set(),
    cursors: new Map(),
    latest: new Map(),
    bases: new Map(),
    savedHeardAt: 0,
    presenceSampledAt: 0,
  };
}
