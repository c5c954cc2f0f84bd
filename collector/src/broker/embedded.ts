import { ENROL_USER, enrolTopic, LIMITS, parseUpTopic } from '@watchcase/protocol';
import { createLine, createSeldom, type Timer } from '@watchcase/runtime';
import { createAudience } from './audience.ts';
import type { EmbeddedConfig } from './config.ts';
import type { ConnectPacket } from './connect-packet.ts';
import { createCrowd } from './crowd.ts';
import type { Broker, BrokerNeeds } from './contract.ts';
import { openPort } from './open-port.ts';
import { createPace } from './pace.ts';
import { mayPublish, maySubscribe } from './permissions.ts';
import type { PublishPacket } from './publish-packet.ts';
import { CONNACK, type Cut, receiveVisitor, type Visitor } from './visitor.ts';

/** A topic may be as long as this behind the payload's bytes. */
const SLACK_BYTES = 1024;
/** A stranger's CONNECT: MQTT allows long client ids, and a will lies in it. */
const CONNECT_BYTES = 70_000;
/** Connections that have not said who they are; the oldest goes when there are more. */
const MOST_STRANGERS = 5000;
/** Agents give up an attempt after 15 s. */
const PATIENCE_MS = 10_000;
const CHECK_MS = 2000;
/** The house was full, or a visitor in a hurry: looked at again after this long. */
const FULL_MS = 50;
const TOLD_MS = 60_000;

/**
 * Starts the broker inside this process: what a host publishes goes straight through the door, so there is one hop only. Errors: BROKER_PORT_TAKEN,
 * BROKER_CANNOT_LISTEN (UserError).
 */
export async function startEmbeddedBroker(config: EmbeddedConfig, needs: BrokerNeeds): Promise<Broker> {
  const { door, clock, log } = needs;
  const audience = createAudience<Visitor>();
  const crowd = createCrowd<Visitor>();
  const line = createLine({ perSecond: config.connectionsPerSecond, patienceMs: PATIENCE_MS }, clock);
  const visitors = new Set<Visitor>();
  const strangers = new Set<Visitor>();
  const guests = new Map<string, Visitor>();
  const stopped = new Set<Visitor>();
  let resuming: Timer | undefined;
  const isTold = createSeldom(clock, TOLD_MS);
  let closing = false;

  const ears = {
    connect(visitor: Visitor, packet: ConnectPacket): void {
      strangers.delete(visitor);
      visitor.claims = packet.username ?? '';
      const joined = line.join(() => void admit(visitor, packet));
      if (joined) return;
      door.onRefused('crowded');
      visitor.answer(CONNACK.unavailable);
    },
    publish: receive,
    hurries: stop,
    subscribe(visitor: Visitor, filter: string): boolean {
      if (!maySubscribe(visitor, filter)) return false;
      audience.add(filter, visitor);
      if (!visitor.topics.includes(filter)) visitor.topics.push(filter);
      return true;
    },
    unsubscribe(visitor: Visitor, filter: string): void {
      audience.remove(filter, visitor);
      visitor.topics = visitor.topics.filter((one) => one !== filter);
    },
    left,
    cut(visitor: Visitor, why: Cut, fault?: unknown): void {
      door.onRefused(why);
      if (fault !== undefined)
        log.error(
          { code: 'PACKET_NOT_TAKEN', user: visitor.username, err: fault },
          'a packet met a fault of ours; its connection was ended',
        );
      log.debug({ client: visitor.clientId, user: visitor.username, why }, 'client cut off');
    },
  };

  async function admit(visitor: Visitor, packet: ConnectPacket): Promise<void> {
    const username = packet.username ?? '';
    const admitted = await isWelcome(visitor, packet);
    if (visitor.state !== 'asking') return;
    if (!admitted) {
      door.onRefused('connection');
      if (isTold())
        log.warn(
          { code: 'CREDENTIAL_REFUSED', user: username, from: visitor.from },
          'a client came with no credential, a wrong or a revoked one, or without the certificate it was given; told once a minute',
        );
      return visitor.answer(CONNACK.badCredential);
    }
    // All newcomers share one user: without a name of their own they would hear each other's credentials.
    if (username === ENROL_USER && packet.clientId === '') {
      door.onRefused('connection');
      return visitor.answer(CONNACK.badClientId);
    }
    visitor.username = username;
    visitor.clientId = packet.clientId;
    visitor.will = packet.will;
    enter(visitor);
    visitor.answer(CONNACK.accepted);
  }

  /** A client id is taken over within one user only: nobody disconnects somebody else by naming the same id. */
  function enter(visitor: Visitor): void {
    if (visitor.clientId !== '') {
      const key = keyOf(visitor);
      guests.get(key)?.end();
      guests.set(key, visitor);
    }
    crowd.enter(visitor.username, visitor)?.end('replaced');
  }

  async function isWelcome(visitor: Visitor, { username, password }: ConnectPacket): Promise<boolean> {
    if (username === undefined || password === undefined) return false;
    if (username === ENROL_USER) return password === ENROL_USER;
    return door.authenticate(username, password, visitor.shown()).catch((error: unknown) => {
      log.error({ code: 'CREDENTIAL_UNCHECKED', err: error }, 'a credential could not be checked');
      return false;
    });
  }

  function receive(visitor: Visitor, { topic, payload }: PublishPacket): boolean | 'forbidden' {
    // A topic that this connection was allowed before needs no second look.
    if (visitor.allowed !== topic) {
      if (!mayPublish(visitor, topic)) return 'forbidden';
      visitor.allowed = topic;
    }
    if (visitor.username === ENROL_USER) {
      void answerEnrolment(visitor.clientId, payload.toString('utf8'));
      return true;
    }
    // Only the collector hears up topics, and it is here: nothing need be kept for later subscribers.
    const taken = door.onMessage({ topic, payload, retained: false, arrivedAt: clock.now() });
    if (!taken) stop(visitor);
    return taken;
  }

  /** Not read for a moment. */
  function stop(visitor: Visitor): void {
    stopped.add(visitor);
    resuming ??= clock.after(FULL_MS, resume);
  }

  function resume(): void {
    resuming = undefined;
    const waiting = [...stopped];
    stopped.clear();
    for (const visitor of waiting) visitor.resume();
  }

  async function answerEnrolment(clientId: string, payload: string): Promise<void> {
    const reply = await door.enrol(payload);
    if (reply !== undefined) audience.tell(enrolTopic(clientId, 'reply'), JSON.stringify(reply));
  }

  /** Of those too whose credential is being looked at: it may have been good when that began. */
  function endConnections(username: string): void {
    for (const visitor of visitors) if (visitor.claims === username) visitor.end();
  }

  function left(visitor: Visitor, clean: boolean): void {
    visitors.delete(visitor);
    strangers.delete(visitor);
    stopped.delete(visitor);
    if (visitor.username === '') return;
    for (const topic of visitor.topics) audience.remove(topic, visitor);
    crowd.leave(visitor.username, visitor);
    if (guests.get(keyOf(visitor)) === visitor) guests.delete(keyOf(visitor));
    const { will } = visitor;
    if (clean || closing || will === undefined) return;
    if (mayPublish(visitor, will.topic) && parseUpTopic(will.topic) !== undefined)
      door.onMessage({ ...will, retained: false, arrivedAt: clock.now() });
    else door.onRefused('publish');
  }

  const port = await openPort(config, needs, (socket) => {
    const visitor = receiveVisitor(
      socket,
      { connect: CONNECT_BYTES, packet: LIMITS.messageBytes + SLACK_BYTES },
      {
        ears,
        pace: createPace(clock.monotonic()),
        monotonic: () => clock.monotonic(),
        shown: () => needs.guard?.shownBy(socket),
      },
    );
    visitors.add(visitor);
    strangers.add(visitor);
    if (strangers.size > MOST_STRANGERS) for (const oldest of strangers) return oldest.end('unfinished');
  });
  let checking = clock.after(CHECK_MS, check);
  door.onListening(true);

  function check(): void {
    const now = clock.monotonic();
    for (const visitor of visitors) visitor.check(now);
    checking = clock.after(CHECK_MS, check);
  }

  return {
    publish: audience.tell,
    heardUntil: (now) => now,
    connectedClients: () => visitors.size - strangers.size - line.waiting(),
    addCredential: () => Promise.resolve(),
    endConnections,
    removeCredential(username) {
      endConnections(username);
      return Promise.resolve(true);
    },
    port: port.number,
    hear: () => Promise.resolve(),
    async close() {
      closing = true;
      door.onListening(false);
      checking.cancel();
      resuming?.cancel();
      line.close();
      for (const visitor of visitors) visitor.end();
      await port.close();
    },
  };
}

function keyOf({ username, clientId }: Visitor): string {
  return `${username} ${clientId}`;
}
