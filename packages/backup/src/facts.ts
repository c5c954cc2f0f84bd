import type {
  DrillOutcome,
  LocationKind,
  RunOutcome,
  SnapshotKind,
  SnapshotState,
} from '@watchcase/protocol';

/** A run that has ended. Times in Unix milliseconds. */
export interface RunFact {
  startedAt: number | null;
  endedAt: number;
  outcome: RunOutcome;
  bytes: number | null;
}

/** A run that goes on, as far as anybody has told. */
interface OpenRunFact {
  startedAt: number;
  /** Its host's agent looks whether its process lives, so that it does go on. */
  isWatched: boolean;
}

/** The newest copy at a location. */
export interface CopyFact {
  endedAt: number | null;
  startedAt: number | null;
  kind: SnapshotKind;
  bytes: number | null;
  files: number | null;
  complete: SnapshotState;
  /** From when on its tool may take it away, where the tool says so. Nothing is judged by it: a copy counts for as long as it is there. */
  expiresAt?: number | null;
}

/** How many different ones. */
export type Spread = Readonly<Record<'days' | 'weeks' | 'months', number>>;

/** What is known of one location, as its tool last said. */
export interface LocationFact {
  location: string;
  kind: LocationKind;
  /** When the tool was asked. */
  at: number;
  newest: CopyFact | null;
  /** One that is newer and cannot be restored: it failed, or broke off; without an end it may still be being made. */
  unusable: { startedAt: number | null; endedAt: number | null } | null;
  oldestAt: number | null;
  count: number;
  /** Of how many different days, weeks and months of the host's time they are; null of agents that do not tell. */
  spread: Spread | null;
  bytes: number | null;
  verifiedAt: number | null;
  /** False: damage was found then. */
  isSound: boolean;
}

/** A copy that was the newest of its location once. */
export interface SnapshotFact extends CopyFact {
  location: string;
  at: number;
}

/** The last verification of a location that was reported, apart from what its tool says by itself. */
export interface VerificationFact {
  location: string;
  at: number;
  /** False: there is damage. */
  isSound: boolean;
}

/** A restore drill. */
export interface DrillFact {
  startedAt: number;
  endedAt: number;
  outcome: DrillOutcome;
}

/** All that is known of one job. Lists are in the order of their moments, the oldest first. */
export interface JobFacts {
  /** When it was first heard of. */
  firstSeenAt: number;
  /** Whether its host is heard now, and since when that is so. */
  heard: { is: boolean; since: number };
  /** The last ones. */
  runs: readonly RunFact[];
  /** Runs whose end has not been told. */
  open: readonly OpenRunFact[];
  locations: readonly LocationFact[];
  snapshots: readonly SnapshotFact[];
  /** One of each location at most. */
  verifications: readonly VerificationFact[];
  drills: readonly DrillFact[];
}
