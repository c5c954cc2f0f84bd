import type { Ingest, Intake } from '../ingest/index.ts';
import type { AlertChange, CaseAction, CaseChange, NewCase, Observation } from '../model/index.ts';
import type { Tx } from '../store/index.ts';

/** What a person's act came to, and what must follow in memory once it is committed. */
export interface Done {
  changes: CaseChange[];
  afterCommit: () => void;
}

/** The rooms as the flow uses them, in the order a reading passes them. */
export interface Rooms {
  ingest: Ingest;
  /** history: takes what was judged, in memory. */
  keep(observation: Observation): void;
  /** history: puts what it has of these hosts on disk. */
  write(hostIds: readonly string[]): Promise<void>;
  /** history: what was written is committed in the store too. */
  confirmWritten(): void;
  /** rules and alerts: what one live observation changes. */
  judge(observation: Observation): AlertChange[];
  /** rules: streams a host no longer has. */
  forgetStreams(hostId: string, streams: readonly string[]): void;
  /** alerts: those of a host that is gone stand still. */
  freeze(hostId: string, at: number): AlertChange[];
  /** alerts: those whose series or rule is gone stand still; backups: what time and facts have made of jobs. */
  passTime(at: number): AlertChange[];
  commitAlerts(tx: Tx, changes: AlertChange[]): Promise<void>;
  /** cases: what alert changes open, join, recover. */
  openCases(tx: Tx, changes: AlertChange[], now: number): Promise<CaseChange[]>;
  /** cases: ends alerts that stand still from now on though a person has ended their case; gives what must follow in memory after the commit. */
  forgetFrozen(tx: Tx, changes: AlertChange[]): Promise<() => void>;
  /** cases: warnings and breaches due at `now`. */
  runClocks(tx: Tx, now: number): Promise<CaseChange[]>;
  /** cases: what a person did. Calls `afterCommit` later for what must follow in memory. */
  act(tx: Tx, caseId: number, action: CaseAction): Promise<Done>;
  /** cases: one that a person opens; nothing under a key that was used. */
  openByHand(tx: Tx, wanted: NewCase): Promise<Done>;
  /** notify: the pages that follow; gives how many were queued. */
  planPages(tx: Tx, changes: CaseChange[], now: number): Promise<number>;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Does what has its turn, with all attempts of its commit: how long it has taken is told meanwhile. */
  watched<T>(turn: () => Promise<T>): Promise<T>;
  /** store: true of an error that says that another collector has taken over: trying again is no use. */
  isLost(error: unknown): boolean;
  /** store: marks the transaction as this turn's, so that a commit whose answer was lost is recognised. */
  markTurn(tx: Tx, turn: string): Promise<void>;
  isTurnMarked(tx: Tx, turn: string): Promise<boolean>;
}

/** What the flow tells others once a turn is committed, and what it asks the broker. */
export interface FlowDoors {
  publish(topic: string, payload: string): void;
  /** Until then the broker has handed over all that it had. */
  heardUntil(now: number): number;
  /** Pages were queued. */
  wakeSender(): void;
  /** Hosts and cases that have changed. */
  changed(hosts: ReadonlySet<string>, cases: readonly CaseChange[]): void;
  counted(intake: Intake, seconds: { judging: number; commit: number }): void;
  commitFailed(): void;
  /** With each look at the load: of so many readings one is wanted live, and so much backlog was left to the agents. */
  load(of: { slowDown: number; left: number }): void;
}
