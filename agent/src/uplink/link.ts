import { LIMITS } from '@watchcase/protocol/light';
import type { Clock } from '@watchcase/runtime/light';
import {
  connectPacket,
  DISCONNECT,
  PINGREQ,
  pubackPacket,
  publishPacket,
  subscribePacket,
} from './mqtt-packets.ts';
import { type BrokerPacket, createPacketReader } from './mqtt-reader.ts';
import type { Trust } from './credential.ts';
import { isUntrusted } from './is-untrusted.ts';
import { openStream, type StreamEars } from './open-stream.ts';

/** One connection to the broker, from its attempt to its end; it never reconnects by itself. */
export interface Link {
  /** Resolves when the broker has it (QoS 1) or when it was handed to the socket (QoS 0). */
  publish(topic: string, payload: string, how: { qos: 0 | 1; retain?: boolean }): Promise<void>;
  subscribe(topic: string): Promise<void>;
  /** True while the socket takes more; onClear follows when it was not. */
  isClear(): boolean;
  /** Ends the connection; the broker does not publish the will when `clean`. */
  end(clean: boolean): Promise<void>;
}

/** What a link needs, and whom it tells. */
export interface LinkNeeds {
  url: string;
  clientId: string;
  username: string;
  password: string;
  trust?: Trust;
  will?: { topic: string; payload: string };
  onOpen(): void;
  onMessage(topic: string, payload: string): void;
  /** The socket takes more again. */
  onClear?(): void;
  /** The connection, or the attempt at it, has ended; called once, never before openLink has returned. */
  onClosed(ending: LinkEnding): void;
  clock: Clock;
}

/** Why a link ended; `rejected` when the broker does not take the credential, `untrusted` when its certificate is not to be trusted. */
export interface LinkEnding {
  reason: string;
  rejected: boolean;
  untrusted?: boolean;
}

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

const CONNECT_TIMEOUT_MS = 15_000;
/** The broker waits half as long again: more than two looks, the first of which may be late. */
const KEEPALIVE_SECONDS = 35;
/** Both ends must show signs of life: looked at about this often, and given up when a ping has no answer by the next look. */
const LOOK_MS = 20_000;
/** A broker that does not close after our goodbye is not waited for. */
const GOODBYE_MS = 2000;
/** The largest the collector sends, and some more. */
const MOST_BYTES = 2 * LIMITS.messageBytes;
/** CONNACK codes: identifier rejected, bad user name or password, not authorised. */
const REJECTED = new Set([2, 4, 5]);
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'unacceptable protocol version',
  2: 'identifier rejected',
  3: 'server unavailable',
  4: 'bad user name or password',
  5: 'not authorized',
};
const NOT_CONNECTED = 'there is no connection';

/** Begins to connect; MQTT 3.1.1 with a clean session. Schemes: mqtt, mqtts, ws, wss. */
export function openLink(needs: LinkNeeds): Link {
  const { clock } = needs;
  const waiting = new Map<number, Waiting>();
  const read = createPacketReader(MOST_BYTES);
  let ending: LinkEnding = { reason: 'the connection was closed', rejected: false };
  let state: 'connecting' | 'open' | 'ending' | 'closed' = 'connecting';
  let lastId = 0;
  let heard = true;
  let spoke = true;
  let pinged = false;
  let timer = clock.after(CONNECT_TIMEOUT_MS, () => fail('the broker does not answer'));
  let closed: (() => void) | undefined;

  const ears: StreamEars = {
    onOpen: () => send(connectPacket(needs, KEEPALIVE_SECONDS)),
    onData(chunk) {
      if (state === 'closed') return;
      heard = true;
      try {
        read(chunk, take);
      } catch (error) {
        fail((error as Error).message);
      }
    },
    onDrain: () => needs.onClear?.(),
    onError: (error) => (ending = { ...ending, reason: reasonOf(error), untrusted: isUntrusted(error) }),
    onClose: close,
  };
  const stream = openStream(needs.url, ears, needs.trust);

  function send(bytes: Buffer): void {
    spoke = true;
    stream.write(bytes);
  }

  function take(packet: BrokerPacket): void {
    if (packet.kind === 'connack') return welcomed(packet.code);
    if (state === 'connecting') throw new Error('what answers there is no MQTT broker');
    if (packet.kind === 'publish') {
      if (packet.id > 0) send(pubackPacket(packet.id));
      needs.onMessage(packet.topic, packet.payload);
    } else if (packet.kind !== 'pingresp') {
      const one = waiting.get(packet.id);
      waiting.delete(packet.id);
      if (packet.kind === 'suback' && !packet.granted) one?.reject(new Error('the broker does not allow it'));
      else one?.resolve();
    }
  }

  function welcomed(code: number): void {
    if (code !== 0) {
      ending = {
        reason: `Connection refused: ${REFUSALS[code] ?? `code ${code}`}`,
        rejected: REJECTED.has(code),
      };
      return abandon();
    }
    if (state !== 'connecting') return;
    state = 'open';
    timer.cancel();
    timer = clock.about(LOOK_MS, look);
    needs.onOpen();
  }

  /** A connection whose other end is gone can stay open for hours; only a missing answer tells. */
  function look(): void {
    timer = clock.about(LOOK_MS, look);
    if (pinged && !heard) return fail('the broker has fallen silent');
    pinged = !heard || !spoke;
    heard = false;
    spoke = false;
    if (pinged) stream.write(PINGREQ);
  }

  function fail(reason: string): void {
    ending = { reason, rejected: false };
    abandon();
  }

  /** Without waiting for the other end, which may be gone. */
  function abandon(): void {
    stream.destroy();
    close();
  }

  function close(): void {
    if (state === 'closed') return;
    state = 'closed';
    timer.cancel();
    for (const one of waiting.values()) one.reject(new Error(ending.reason));
    waiting.clear();
    closed?.();
    needs.onClosed(ending);
  }

  function nextId(): number {
    do lastId = (lastId % 65_535) + 1;
    while (waiting.has(lastId));
    return lastId;
  }

  function answered(id: number): Promise<void> {
    return new Promise((resolve, reject) => void waiting.set(id, { resolve, reject }));
  }

  return {
    publish(topic, payload, { qos, retain = false }) {
      if (state !== 'open') return Promise.reject(new Error(NOT_CONNECTED));
      const id = qos === 0 ? 0 : nextId();
      send(publishPacket({ topic, payload, qos, retain, id }));
      return qos === 0 ? Promise.resolve() : answered(id);
    },
    subscribe(topic) {
      if (state !== 'open') return Promise.reject(new Error(NOT_CONNECTED));
      const id = nextId();
      send(subscribePacket(id, topic));
      return answered(id);
    },
    isClear: stream.isClear,
    end(clean) {
      if (state === 'closed') return Promise.resolve();
      return new Promise((resolve) => {
        closed = resolve;
        if (!clean || state !== 'open') return abandon();
        state = 'ending';
        timer.cancel();
        timer = clock.after(GOODBYE_MS, abandon);
        stream.write(DISCONNECT);
        stream.end();
      });
    },
  };
}

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return error.message === '' ? (code ?? 'unknown') : error.message;
}
