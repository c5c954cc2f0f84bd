import type { EnrolReply } from '@watchcase/protocol';
import type { Clock, Log } from '@watchcase/runtime';
import type { Message } from '../model/index.ts';
import type { Guard, Shown } from '../tls/index.ts';
import type { Cut } from './visitor.ts';

/** Why a client was turned away: `connection` for a credential, `crowded` because too many came at once, and the reasons of Cut. */
export type Refusal = 'connection' | 'crowded' | Cut;

/** What the house answers a broker's questions with. */
export interface BrokerDoor {
  /** Takes one message; never throws. Gives false when the house is full: the broker keeps it, reads no more, and asks again. */
  onMessage(message: Message): boolean;
  /** True when this user (`customer/host`) has this password, and has shown the certificate it was given. Asked by the embedded broker only. */
  authenticate(username: string, password: string, shown?: Shown): Promise<boolean>;
  /** Exchanges a one-time token for a credential. `payload` is what came, unchecked. Nothing is answered without a reply: that is another collector's. */
  enrol(payload: string): Promise<EnrolReply | undefined>;
  /** The subscription to all hosts has begun (true) or ended (false). */
  onListening(listening: boolean): void;
  /** Somebody was turned away by the embedded broker. */
  onRefused(what: Refusal): void;
  /** The external broker says that it has dropped so many messages, for whomever they were. */
  onDropped(count: number): void;
}

/** What every broker needs to start. */
export interface BrokerNeeds {
  door: BrokerDoor;
  clock: Clock;
  log: Log;
  /** Stands before the embedded broker's port; undefined where it speaks plain MQTT. */
  guard?: Guard | undefined;
  /** Listen only to the hosts of these shards, until `hear` says otherwise; to all without it. For an external broker. */
  shards?: readonly number[] | undefined;
}

/** A running connection to all agents. */
export interface Broker {
  /** Sends without waiting; the receiver's next message shows whether it came. */
  publish(topic: string, payload: string): void;
  /** All that reached the broker for us until then has been handed to the house, Unix milliseconds; what came after may still wait there. */
  heardUntil(now: number): number;
  /** Connected clients; null where this process cannot know, with an external broker. */
  connectedClients(): number | null;
  /** Makes a new host's credential known to an external broker, before the host is told of it. */
  addCredential(username: string, password: string): Promise<void>;
  /** Ends the connections of a host that has another credential now. */
  endConnections(username: string): void;
  /** Takes a host's credential from it and ends its connections. False where the broker cannot be told from here. Errors: BROKER_CANNOT_REMOVE_CREDENTIAL. */
  removeCredential(username: string): Promise<boolean>;
  /** The TCP port it listens on; null for an external broker. */
  readonly port: number | null;
  /** Listens to the hosts of these shards and no others; resolves when the broker has agreed, or is away and will be asked later. */
  hear(shards: readonly number[]): Promise<void>;
  close(): Promise<void>;
}
