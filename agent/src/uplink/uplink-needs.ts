import type { Layout, UpgradeOrder } from '@watchcase/protocol/light';
import type { Clock, PlainLog } from '@watchcase/runtime/light';
import type { Outbox, OutboxMessage } from '../outbox/index.ts';
import type { Credential } from './credential.ts';
import type { PresenceFacts } from './presence.ts';

/** What the uplink needs. */
export interface UplinkNeeds {
  credential: Credential;
  /** The credential as it is on disk now: this host may have joined anew meanwhile. */
  readAgain(): Credential;
  outbox: Outbox;
  /** The payload of a message, stamped with the moment of sending. */
  payloadOf(message: OutboxMessage, sentMs: number): string;
  /** What the agent says about itself, as it is now. */
  facts(): PresenceFacts;
  /** Layouts in use. */
  layouts(): readonly Layout[];
  /** The connection is no longer as it was. */
  onChanged(): void;
  /** The collector has answered. */
  onAck(): void;
  /** The collector asks for another version of the agent. */
  onOrder(order: UpgradeOrder): void;
  clock: Clock;
  log: PlainLog;
  random: () => number;
}
