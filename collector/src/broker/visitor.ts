import type { Socket } from 'node:net';
import type { Shown } from '../tls/index.ts';
import { type ConnectPacket, readConnect } from './connect-packet.ts';
import { type FilterPacket, readSubscribe, readUnsubscribe } from './filter-packets.ts';
import { createFrames, type Frame, type FramesOutcome } from './frames.ts';
import { createOutlet } from './outlet.ts';
import type { Pace } from './pace.ts';
import { answerBytes, connackBytes, PINGRESP, publishBytes, subackBytes } from './packet-bytes.ts';
import { fieldsOf } from './packet-fields.ts';
import { kindOf, PACKET, type PublishPacket, readPublish } from './publish-packet.ts';

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
  connect(visitor: Visitor, packet: ConnectPacket): void;
  /** False when the house is full: the visitor's socket is not read until `resume`. */
  publish(visitor: Visitor, packet: PublishPacket): boolean | 'forbidden';
  subscribe(visitor: Visitor, filter: string): boolean;
  unsubscribe(visitor: Visitor, filter: string): void;
  /** It sends faster than it may: nothing more is read of it until `resume`, which is to come soon. */
  hurries(visitor: Visitor): void;
  /** Called once. `clean` after a DISCONNECT: its will is not to be published. */
  left(visitor: Visitor, clean: boolean): void;
  /** `fault` when a packet could not be taken for a reason that lies with us. */
  cut(visitor: Visitor, why: Cut, fault?: unknown): void;
}

/** One connection to the embedded broker. */
export interface Visitor {
  /** Its address. */
  readonly from: string;
  /** Who it says it is. */
  claims: string;
  /** Who it is. */
  username: string;
  clientId: string;
  /** What it has shown besides its password; undefined where nobody could ask. */
  shown(): Shown | undefined;
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

/** Bytes that may wait in one connection: then it is not read either, since what it sends asks for more. */
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
  of: { ears: VisitorEars; pace: Pace; monotonic: () => number; shown: Visitor['shown'] },
): Visitor {
  const { ears, pace, monotonic, shown } = of;
  const limit = () => (state === 'new' ? most.connect : most.packet);
  const frames = createFrames(limit, take);
  const outlet = createOutlet(socket, MOST_WAITING_BYTES, resume);
  let state: Visitor['state'] = 'new';
  let keepAliveMs = 0;
  let heardAt = monotonic();
  const openedAt = heardAt;
  let stuckSince: number | undefined;
  let takenBefore = 0;
  let unfinishedSince: number | undefined;
  let clean = false;
  let exactlyOnce: Set<number> | undefined;

  const visitor: Visitor = {
    from: socket.remoteAddress ?? '',
    claims: '',
    shown,
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
      if (state === 'open' && !outlet.isFull()) outlet.write(publishBytes(topic, payload));
    },
    resume,
    check,
    end,
  };

  socket.on('data', push);
  socket.on('error', ignore);
  socket.once('close', () => end());

  function resume(): void {
    if (state === 'open') push(NOTHING);
  }

  function push(chunk: Buffer): void {
    if (state === 'closed') return;
    if (state === 'new' && frames.waiting() === 0 && chunk[0] !== PACKET.connect) return end('malformed');
    const now = monotonic();
    heardAt = now;
    let outcome: FramesOutcome;
    try {
      outcome = frames.push(chunk);
    } catch (error) {
      return end('malformed', error);
    }
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
    if (state === 'new') {
      takeConnect(frame);
      return true;
    }
    if (state === 'asking' || outlet.isFull()) return false;
    unfinishedSince = undefined;
    if (pace.isSpent(heardAt)) {
      ears.hurries(visitor);
      return false;
    }
    if (kindOf(frame) !== PACKET.publish) {
      if (!takeOther(frame)) end('malformed');
    } else if (!takePublish(frame)) return false;
    pace.spend(frame.to - frame.at);
    return true;
  }

  function takeConnect(frame: Frame): void {
    const packet = readConnect(frame);
    if (packet === undefined) end('malformed');
    else if (packet === 'other version') answer(CONNACK.badVersion);
    else if (packet.clientId === '' && !packet.clean) answer(CONNACK.badClientId);
    else {
      state = 'asking';
      keepAliveMs = packet.keepaliveSeconds * 1000;
      ears.connect(visitor, packet);
    }
  }

  function takePublish(frame: Frame): boolean {
    const packet = readPublish(frame);
    const isRepeated = packet?.qos === 2 && exactlyOnce?.has(packet.id) === true;
    const taken = packet !== undefined && (isRepeated || ears.publish(visitor, packet));
    if (packet === undefined) end('malformed');
    else if (taken === 'forbidden') end('publish');
    else if (!taken) return false;
    else if (packet.qos === 1) outlet.write(answerBytes(PACKET.puback, packet.id));
    else if (packet.qos === 2) {
      exactlyOnce = (exactlyOnce ?? new Set()).add(packet.id);
      // More than a client may have on its way at once by its own numbers is nobody's honest traffic.
      if (exactlyOnce.size > MOST_EXACTLY_ONCE) end('malformed');
      else outlet.write(answerBytes(PACKET.pubrec, packet.id));
    }
    return true;
  }

  /** False when it is none of those a client may send. */
  function takeOther(frame: Frame): boolean {
    switch (kindOf(frame)) {
      case PACKET.pingreq:
        if (!isBare(frame, 0)) return false;
        outlet.write(PINGRESP);
        return true;
      case PACKET.disconnect:
        clean = isBare(frame, 0);
        if (clean) end();
        return clean;
      case PACKET.subscribe:
        return subscribe(readSubscribe(frame));
      case PACKET.unsubscribe:
        return unsubscribe(readUnsubscribe(frame));
      case PACKET.pubrel:
        return release(frame);
      default:
        // Nothing of ours asks for a PUBACK; one that comes all the same does no harm.
        return kindOf(frame) === PACKET.puback && isBare(frame, 2);
    }
  }

  function subscribe(packet: FilterPacket | undefined): boolean {
    if (packet === undefined) return false;
    const { id, filters } = packet;
    if (filters.every((filter) => ears.subscribe(visitor, filter)))
      outlet.write(subackBytes(id, filters.length));
    else end('subscription');
    return true;
  }

  function unsubscribe(packet: FilterPacket | undefined): boolean {
    if (packet === undefined) return false;
    for (const filter of packet.filters) ears.unsubscribe(visitor, filter);
    outlet.write(answerBytes(PACKET.unsuback, packet.id));
    return true;
  }

  function release(frame: Frame): boolean {
    const id = fieldsOf(frame).number();
    if (frame.first !== PUBREL || frame.to - frame.from !== 2 || id === 0) return false;
    exactlyOnce?.delete(id);
    outlet.write(answerBytes(PACKET.pubcomp, id));
    return true;
  }

  function answer(code: number): void {
    if (state === 'closed') return;
    outlet.write(connackBytes(code));
    if (code !== CONNACK.accepted) return end();
    state = 'open';
    push(NOTHING);
  }

  function check(now: number): void {
    if (state === 'closed' || state === 'asking') return;
    if (outlet.waiting() === 0) stuckSince = undefined;
    else if (outlet.taken() === takenBefore) stuckSince ??= now;
    else stuckSince = now;
    takenBefore = outlet.taken();
    if (state === 'new') {
      if (now - openedAt > CONNECT_MS) end('unfinished');
    } else if (stuckSince !== undefined && now - stuckSince > DEAF_MS) end('deaf');
    else if (unfinishedSince !== undefined && now - unfinishedSince > PACKET_MS) end('unfinished');
    else if (keepAliveMs > 0 && !socket.isPaused() && now - heardAt > keepAliveMs * 1.5) end('silent');
  }

  function end(why?: Cut, fault?: unknown): void {
    if (state === 'closed') return;
    state = 'closed';
    if (why !== undefined) ears.cut(visitor, why, fault);
    ears.left(visitor, clean);
    if (why === undefined && socket.writable) outlet.flush();
    // What was written last goes out, when it can at once; what still comes in is nobody's.
    if (why === undefined && socket.writable && socket.writableLength === 0)
      socket.resume().end(() => socket.destroy());
    else socket.destroy();
  }

  return visitor;
}

const NOTHING = Buffer.alloc(0);
/** A PUBREL has a fixed flag (MQTT 3.1.1 §3.6.1). */
const PUBREL = PACKET.pubrel | 0x02;
const MOST_EXACTLY_ONCE = 1000;

/** True of a packet without flags and of this length. */
function isBare(frame: Frame, length: number): boolean {
  return (frame.first & 0x0f) === 0 && frame.to - frame.from === length;
}

/** The close that follows says it all. */
function ignore(): void {}
