import type { Socket } from 'node:net';
import type { IConnectPacket, ISubscribePacket, IUnsubscribePacket } from 'mqtt-packet';
import { generate } from 'mqtt-packet';
import { createFrames, type Frame } from './frames.ts';
import {
  answerBytes,
  kindOf,
  PACKET,
  publishBytes,
  type PublishPacket,
  readPublish,
} from './publish-packet.ts';
import { readPacket } from './read-packet.ts';

/** CONNACK return codes (MQTT 3.1.1 §3.2.2.3). */
export const CONNACK = {
  accepted: 0,
  badVersion: 1,
  badClientId: 2,
  unavailable: 3,
  badCredential: 4,
} as const;

/** Why the broker ended a connection. */
export type Cut =
  | 'malformed'
  | 'oversized'
  | 'unfinished'
  | 'deaf'
  | 'silent'
  | 'publish'
  | 'subscription'
  | 'replaced';

/** Whom a visitor asks and tells. All calls are synchronous; answers to `connect` come by `admit`. */
export interface VisitorEars {
  connect(visitor: Visitor, packet: IConnectPacket): void;
  /** False when the house is full: the visitor's socket is not read until `resume`. */
  publish(visitor: Visitor, packet: PublishPacket): boolean | 'forbidden';
  subscribe(visitor: Visitor, filter: string): boolean;
  unsubscribe(visitor: Visitor, filter: string): void;
  /** Called once. `clean` after a DISCONNECT: its will is not to be published. */
  left(visitor: Visitor, clean: boolean): void;
  cut(visitor: Visitor, why: Cut): void;
}

/** One connection to the embedded broker. */
export interface Visitor {
  username: string;
  clientId: string;
  /** What it listens to. */
  topics: string[];
  /** The topic it was allowed to publish to last. */
  allowed: string;
  will: { topic: string; payload: Buffer } | undefined;
  /** `closed` comes last and for good. */
  readonly state: 'new' | 'asking' | 'open' | 'closed';
  /** Answers its CONNECT; everything but `accepted` ends the connection. */
  answer(code: number): void;
  /** Sends at QoS 0, unless it does not read: what is told here is cumulative, the next says it all. */
  tell(topic: string, payload: string): void;
  /** Goes on with what the house could not take. */
  resume(): void;
  /** Looks at the time: one who is silent, deaf or does not finish is cut off. `now` is monotonic milliseconds. */
  check(now: number): void;
  end(why?: Cut): void;
}

/** Bytes that may wait in one connection. */
const MOST_WAITING_BYTES = 65_536;
/** A CONNECT has to be finished in this time. */
const CONNECT_MS = 10_000;
/** A packet has to be finished in this time: the longest over a line of 64 kbit/s takes half of it. */
const PACKET_MS = 60_000;
/** Who takes nothing for so long, although the system's own buffers are full, is cut off. */
const DEAF_MS = 10_000;

/** Speaks MQTT 3.1.1 with one client, as far as hosts need it: nothing is kept of a session when it ends. */
export function receiveVisitor(
  socket: Socket,
  most: { connect: number; packet: number },
  of: { ears: VisitorEars; monotonic: () => number },
): Visitor {
  const { ears, monotonic } = of;
  const limit = () => (visitor.state === 'new' ? most.connect : most.packet);
  const frames = createFrames(limit, take);
  let state: Visitor['state'] = 'new';
  let keepAliveMs = 0;
  let heardAt = monotonic();
  let stuckSince: number | undefined;
  let unfinishedSince: number | undefined;
  let clean = false;
  let exactlyOnce: Set<number> | undefined;

  const visitor: Visitor = {
    username: '',
    clientId: '',
    topics: [],
    allowed: '',
    will: undefined,
    get state() {
      return state;
    },
    answer,
    tell(topic, payload) {
      if (state === 'open' && socket.writableLength <= MOST_WAITING_BYTES)
        socket.write(publishBytes(topic, payload));
    },
    resume() {
      if (state === 'open') push(NOTHING);
    },
    check,
    end,
  };

  socket.on('data', push);
  socket.on('error', ignore);
  socket.once('close', () => end());

  function push(chunk: Buffer): void {
    if (state === 'closed') return;
    if (state === 'new' && frames.waiting() === 0 && chunk[0] !== PACKET.connect) return end('malformed');
    const now = monotonic();
    heardAt = now;
    const outcome = frames.push(chunk);
    if (outcome === 'too_long') return end('oversized');
    const held = outcome === 'held';
    if (held) socket.pause();
    else if (socket.isPaused()) socket.resume();
    if (held || frames.waiting() === 0) unfinishedSince = undefined;
    else unfinishedSince ??= now;
  }

  /** False leaves the packet for later; nothing behind it is looked at. */
  function take(frame: Frame): boolean {
    if (state === 'closed') return true;
    if (state === 'asking') return false;
    if (state === 'new') return takeConnect(frame);
    unfinishedSince = undefined;
    if (kindOf(frame) === PACKET.publish) return takePublish(frame);
    takeOther(frame);
    return true;
  }

  function takeConnect(frame: Frame): boolean {
    const packet = kindOf(frame) === PACKET.connect ? readPacket(frame) : undefined;
    if (packet?.cmd !== 'connect') end('malformed');
    else if (packet.protocolVersion !== 4 && packet.protocolVersion !== 3) answer(CONNACK.badVersion);
    else if (packet.clientId === '' && packet.clean !== true) answer(CONNACK.badClientId);
    else {
      state = 'asking';
      keepAliveMs = (packet.keepalive ?? 0) * 1000;
      ears.connect(visitor, packet);
    }
    return true;
  }

  function takePublish(frame: Frame): boolean {
    const packet = readPublish(frame);
    if (packet === undefined) {
      end('malformed');
      return true;
    }
    if (packet.qos === 2 && exactlyOnce?.has(packet.id) === true) {
      socket.write(answerBytes(PACKET.pubrec, packet.id));
      return true;
    }
    const taken = ears.publish(visitor, packet);
    if (taken === 'forbidden') end('publish');
    else if (!taken) return false;
    else if (packet.qos === 1) socket.write(answerBytes(PACKET.puback, packet.id));
    else if (packet.qos === 2) {
      exactlyOnce = (exactlyOnce ?? new Set()).add(packet.id);
      // More than a client may have on its way at once by its own numbers is nobody's honest traffic.
      if (exactlyOnce.size > MOST_EXACTLY_ONCE) end('malformed');
      else socket.write(answerBytes(PACKET.pubrec, packet.id));
    }
    return true;
  }

  function takeOther(frame: Frame): void {
    const kind = kindOf(frame);
    if (kind === PACKET.pingreq) socket.write(PINGRESP);
    else if (kind === PACKET.disconnect) {
      clean = true;
      end();
    } else {
      const packet = readPacket(frame);
      if (packet?.cmd === 'subscribe') subscribe(packet);
      else if (packet?.cmd === 'unsubscribe') unsubscribe(packet);
      else if (packet?.cmd === 'pubrel') {
        exactlyOnce?.delete(packet.messageId ?? 0);
        socket.write(answerBytes(PACKET.pubcomp, packet.messageId ?? 0));
      } else if (packet?.cmd !== 'puback') end('malformed');
    }
  }

  function subscribe(packet: ISubscribePacket): void {
    for (const { topic } of packet.subscriptions)
      if (!ears.subscribe(visitor, topic)) return end('subscription');
    socket.write(
      generate({
        cmd: 'suback',
        messageId: packet.messageId ?? 0,
        granted: packet.subscriptions.map(() => 0),
      }),
    );
  }

  function unsubscribe(packet: IUnsubscribePacket): void {
    for (const topic of packet.unsubscriptions) ears.unsubscribe(visitor, topic);
    socket.write(answerBytes(0xb0, packet.messageId ?? 0));
  }

  function answer(code: number): void {
    if (state === 'closed') return;
    socket.write(Buffer.from([PACKET.connack, 2, 0, code]));
    if (code !== CONNACK.accepted) return end();
    state = 'open';
    push(NOTHING);
  }

  function check(now: number): void {
    if (state === 'closed' || state === 'asking') return;
    if (socket.writableLength === 0) stuckSince = undefined;
    else stuckSince ??= now;
    if (state === 'new') {
      if (now - openedAt > CONNECT_MS) end('unfinished');
    } else if (stuckSince !== undefined && now - stuckSince > DEAF_MS) end('deaf');
    else if (unfinishedSince !== undefined && now - unfinishedSince > PACKET_MS) end('unfinished');
    else if (keepAliveMs > 0 && !socket.isPaused() && now - heardAt > keepAliveMs * 1.5) end('silent');
  }

  const openedAt = heardAt;

  function end(why?: Cut): void {
    if (state === 'closed') return;
    state = 'closed';
    if (why !== undefined) ears.cut(visitor, why);
    ears.left(visitor, clean);
    // What was written last goes out, when it can at once; what still comes in is nobody's.
    if (why === undefined && socket.writable && socket.writableLength === 0)
      socket.resume().end(() => socket.destroy());
    else socket.destroy();
  }

  return visitor;
}

const NOTHING = Buffer.alloc(0);
const PINGRESP = Buffer.from([PACKET.pingresp, 0]);
const MOST_EXACTLY_ONCE = 1000;

/** The close that follows says it all. */
function ignore(): void {}
