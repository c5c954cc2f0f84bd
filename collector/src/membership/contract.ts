import type { Clock, Log } from '@watchcase/runtime';
import type { Alerts, AlertState } from '../alerts/index.ts';
import type { Flow } from '../flow.ts';
import type { History } from '../history/index.ts';
import type { NewHost } from '../http/index.ts';
import type { HostState, Ingest, IngestMemory } from '../ingest/index.ts';
import type { HostChange } from '../model/index.ts';
import type { Owners } from '../owners.ts';
import type { RuleEngine } from '../rules/index.ts';
import type { Store, Tx } from '../store/index.ts';

/** This collector's place on its database: alone it works for all customers, with others for those of the shards it holds. Nobody else asks which. */
export interface Membership {
  /** Key that signs the links in pages. */
  readonly linkSecret: string;
  /** What is known before anything is heard. */
  readonly known: { memory: IngestMemory; alerts: readonly AlertState[]; sites: ReadonlyMap<string, string> };
  /** Shards to listen to before any is taken; undefined for all. */
  readonly firstShards: readonly number[] | undefined;
  /** A store in which hosts join: what that changes outside must not overlap. */
  readonly joining: Store;
  /** The shards whose customers we work for; undefined for all. */
  ours(): readonly number[] | undefined;
  /** A transaction for what we work for. Rejects with MembershipLost when another collector has taken over. */
  transaction: Store['transaction'];
  /** False when another collector may be saying by now what was ours to say. */
  mayAct(): boolean;
  markTurn(tx: Tx, turn: string): Promise<void>;
  isTurnMarked(tx: Tx, turn: string): Promise<boolean>;
  /** Keeps in the turn's transaction what others need once our hosts are theirs. */
  keepForOthers(tx: Tx): Promise<void>;
  /** A transaction was refused with MembershipLost: find out. */
  doubt(): void;
  /** Shards held, and how often all were lost. */
  figures(): { held: number; losses: number };
  /** Who acts on cases and knows hosts: we, or whom we ask. */
  owners(acting: Acting): Owners;
  /** Begins to take part; call once all rooms are open. */
  join(moving: Moving): void;
  /** Takes no more shards. */
  pause(): void;
  /** Takes part no more; call after the last commit. */
  leave(): Promise<void>;
}

/** What acting for our customers needs. */
export interface Acting {
  flow: Pick<Flow, 'act' | 'open' | 'exclusive'>;
  addHost(host: NewHost): Promise<void>;
  changeHost(id: string, change: HostChange, also?: (tx: Tx) => Promise<void>): Promise<void>;
}

/** The rooms that remember hosts, which may move in and out. */
export interface Moving {
  ingest: Ingest;
  alerts: Alerts;
  rules: RuleEngine;
  history: History;
  flow: Flow;
  hear(shards: readonly number[]): Promise<void>;
  greet(hosts: Iterable<HostState>): void;
  moved(): void;
}

/** What both forms need. */
export interface MembershipNeeds {
  store: Store;
  linkSecret: string;
  clock: Clock;
  log: Log;
}
