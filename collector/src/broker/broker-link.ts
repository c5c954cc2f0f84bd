import type { Duplex } from 'node:stream';
import type { Clock, Timer } from '@watchcase/runtime';
import { createFrames, type Frame } from './frames.ts';
import { openStream } from './open-stream.ts';
import { createOutlet } from './outlet.ts';
import {
  answerBytes,
  connectBytes,
  DISCONNECT,
  PINGREQ,
  publishBytes,
  subscribeBytes,
  unsubscribeBytes,
} from './packet-bytes.ts';
import { kindOf, PACKET, type PublishPacket, readPublish } from './publish-packet.ts';

/** One connection to an external broker, from its attempt to its end; it never reconnects by itself. */
export interface BrokerLink {
  /** At QoS 0, together with what else is published in the same turn of the event loop; nothing when it is not open or takes nothing. */
  publish(topic: string, payload: string): void;
  /** At QoS 1; `done` hears whether the broker grants every filter. */
  subscribe(filters: readonly string[], done: (granted: boolean) => void): void;
  /** Nothing answers for it: messages may come a little longer. */
  unsubscribe(filters: readonly string[]): void;
  end(): void;
}

/** What a link needs, and whom it tells. */
export interface BrokerLinkNeeds {
  url: string;
  clientId: string;
  username: string;
  password: string;
  clock: Clock;
  onOpen(): void;
  /** False when it cannot be taken now: nothing more is read from the broker, and it is asked again. */
  onMessage(packet: PublishPacket): boolean;
  /** A message met a fault of ours and is left out. */
  onFault(error: unknown): void;
  /** The connection, or the attempt at it, has ended; called once. `reason` is empty after `end`; `refusal` is the code of a CONNACK (§3.2.2.3). */
  onClosed(reason: string, refusal?: number): void;
}

const CONNECT_MS = 10_000;
const KEEPALIVE_MS = 30_000;
/** Nothing from the broker for this long, not even an answer to a ping: the connection is half open. */
const SILENT_MS = 45_000;
const PING_MS = 15_000;
/** Bytes that may wait for a broker that does not read: an answer for each of some 200 000 hosts. */
const MOST_WAITING_BYTES = 32 * 2 ** 20;
/** The house was full: asked again after this long. */
const FULL_MS = 50;
/** More than any message; the broker's own limit comes first. */
const MOST_BYTES = 4 * 2 ** 20;
const GRANTED_MOST = 2;
const REFUSALS = [
  '',
  'unacceptable protocol version',
  'identifier rejected',
  'server unavailable',
  'bad user name or password',
  'not authorized',
];

/** Begins to connect; MQTT 3.1.1 with a clean session. */
export function openBrokerLink(needs: BrokerLinkNeeds): BrokerLink {
  const { clock } = needs;
  const stream: Duplex = openStream(needs.url);
  const frames = createFrames(() => MOST_BYTES, take);
  const outlet = createOutlet(stream, MOST_WAITING_BYTES, () => undefined);
  const asked = new Map<number, (granted: boolean) => void>();
  let state: 'connecting' | 'open' | 'closed' = 'connecting';
  let heardAt = clock.monotonic();
  let takenAt = heardAt;
  let takenBefore = 0;
  let full = false;
  let lastId = 0;
  let again: Timer | undefined;
  let watching = clock.after(CONNECT_MS, () => close('no answer in time'));

  stream.on('data', push);
  stream.on('error', (error) => close(reasonOf(error)));
  stream.once('close', () => close('the connection was closed'));
  const { clientId, username, password } = needs;
  outlet.write(connectBytes({ clientId, username, password, keepaliveSeconds: KEEPALIVE_MS / 1000 }));

  function push(chunk: Buffer): void {
    if (state === 'closed') return;
    heardAt = clock.monotonic();
    if (state === 'connecting' && frames.waiting() === 0 && chunk[0] !== PACKET.connack)
      return close('this is no MQTT broker');
    const outcome = frames.push(chunk);
    if (outcome === 'too_long') return close('a packet is too long');
    const wasFull = full;
    full = outcome === 'held';
    if (full) {
      stream.pause();
      again = clock.after(FULL_MS, () => push(NOTHING));
    } else if (wasFull) stream.resume();
  }

  function take(frame: Frame): boolean {
    if (state === 'closed') return true;
    if (outlet.isFull()) return false;
    const kind = kindOf(frame);
    if (state === 'connecting') takeConnack(frame);
    else if (kind === PACKET.publish) return takePublish(frame);
    else if (kind === PACKET.suback) takeSuback(frame);
    else if (kind !== PACKET.pingresp && kind !== PACKET.unsuback) close('the broker sent what it must not');
    return true;
  }

  function takeConnack(frame: Frame): void {
    const code = frame.bytes[frame.from + 1];
    if (kindOf(frame) !== PACKET.connack || frame.to - frame.from !== 2)
      return close('this is no MQTT broker');
    if (code !== 0) return close(`connection refused: ${REFUSALS[code ?? 0] ?? 'unknown'}`, code);
    state = 'open';
    watching.cancel();
    watching = clock.after(PING_MS, ping);
    needs.onOpen();
  }

  function takePublish(frame: Frame): boolean {
    const packet = readPublish(frame);
    if (packet === undefined) close('the broker sent a malformed message');
    else if (!isTaken(packet)) return false;
    else if (packet.qos === 1) outlet.write(answerBytes(PACKET.puback, packet.id));
    return true;
  }

  /** One message must not end the connection that all the others come by. */
  function isTaken(packet: PublishPacket): boolean {
    try {
      return needs.onMessage(packet);
    } catch (error) {
      needs.onFault(error);
      return true;
    }
  }

  function takeSuback({ bytes, from, to }: Frame): void {
    const id = to - from > 2 ? bytes.readUInt16BE(from) : 0;
    const codes = bytes.subarray(from + 2, to);
    const done = asked.get(id);
    asked.delete(id);
    done?.(codes.every((code) => code <= GRANTED_MOST));
  }

  function ping(): void {
    const now = clock.monotonic();
    if (!full && now - heardAt > SILENT_MS) return close('nothing is heard from it');
    if (outlet.waiting() === 0 || outlet.taken() !== takenBefore) takenAt = now;
    takenBefore = outlet.taken();
    if (now - takenAt > SILENT_MS) return close('it takes nothing');
    if (!outlet.isFull()) outlet.write(PINGREQ);
    watching = clock.after(PING_MS, ping);
  }

  function close(reason: string, refusal?: number): void {
    if (state === 'closed') return;
    state = 'closed';
    watching.cancel();
    again?.cancel();
    asked.clear();
    stream.destroy();
    needs.onClosed(reason, refusal);
  }

  function nextId(): number {
    lastId = (lastId % 65_535) + 1;
    return lastId;
  }

  return {
    publish(topic, payload) {
      if (state === 'open' && !outlet.isFull()) outlet.write(publishBytes(topic, payload));
    },
    subscribe(filters, done) {
      const id = nextId();
      asked.set(id, done);
      outlet.write(subscribeBytes(id, filters));
    },
    unsubscribe: (filters) => outlet.write(unsubscribeBytes(nextId(), filters)),
    end() {
      outlet.write(DISCONNECT);
      outlet.flush();
      close('');
    },
  };
}

const NOTHING = Buffer.alloc(0);

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return error.message === '' ? (code ?? 'unknown') : error.message;
}
