import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { ENROL_USER, enrolTopic, LIMITS, parseUpTopic } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import {
  Aedes,
  type AuthenticateError,
  type AuthorizePublishHandler,
  type Client,
  type ConnectPacket,
} from 'aedes';
import { createAudience } from './audience.ts';
import type { EmbeddedConfig } from './config.ts';
import { createFrameLimit } from './frame-limit.ts';
import type { Broker, BrokerNeeds } from './index.ts';
import { createCrowd } from './crowd.ts';
import { type ClientIdentity, mayPublish, maySubscribe } from './permissions.ts';

const BAD_CREDENTIAL = 4;
const SLACK_BYTES = 1024;
/** A client that does not finish its connect in this time is cut off. */
const CONNECT_TIMEOUT_MS = 10_000;
/** A client that takes nothing for this long is cut off. */
const DRAIN_TIMEOUT_MS = 10_000;
/** Half-open connections are noticed by TCP's own probes, whatever keepalive the client wished. */
const PROBE_AFTER_MS = 60_000;
/** MQTT allows client ids of up to 65 535 bytes; ours have the user name in front. */
const CLIENT_ID_BYTES = 66_000;

type Packet = Parameters<AuthorizePublishHandler>[1];

/**
 * Starts the broker inside this process. Errors: BROKER_PORT_TAKEN, BROKER_CANNOT_LISTEN (UserError).
 */
export async function startEmbeddedBroker(config: EmbeddedConfig, needs: BrokerNeeds): Promise<Broker> {
  const { door, log } = needs;
  const identities = new WeakMap<Client, ClientIdentity>();
  const audience = createAudience();
  const crowd = createCrowd<Client>();
  const aedes = await Aedes.createBroker({
    connectTimeout: CONNECT_TIMEOUT_MS,
    drainTimeout: DRAIN_TIMEOUT_MS,
    maxClientsIdLength: CLIENT_ID_BYTES,
    preConnect: (client, packet, done) => {
      claim(client, packet);
      done(null, true);
    },
    authenticate: (client, username, password, done) => {
      void answerConnect(client, username, password?.toString('utf8'), done);
    },
    authorizePublish: (client, packet, done) => done(receive(client, packet)),
    authorizeSubscribe: (client, subscription, done) => {
      const allowed = maySubscribe(identityOf(client), subscription.topic);
      if (allowed) audience.add(subscription.topic, client);
      else door.onRefused('subscription');
      done(allowed ? null : new Error('subscription not allowed'), allowed ? subscription : null);
    },
  });
  aedes.on('clientDisconnect', (client) => {
    audience.remove(client);
    crowd.leave(identityOf(client).username, client);
  });
  aedes.on('clientError', (client, error) =>
    log.debug({ client: client.id, reason: error.message }, 'client cut off'),
  );
  aedes.on('connectionError', (_client, error) => log.debug({ reason: error.message }, 'connection cut off'));

  /** A client id is taken over within one user only: nobody disconnects somebody else by naming the same id. */
  function claim(client: Client, packet: ConnectPacket): void {
    const username = packet.username ?? '';
    identities.set(client, { username, clientId: packet.clientId });
    packet.clientId = `${username} ${packet.clientId === '' ? randomUUID() : packet.clientId}`;
  }

  async function answerConnect(
    client: Client,
    username: string | undefined,
    password: string | undefined,
    done: (error: AuthenticateError | null, success: boolean) => void,
  ): Promise<void> {
    const admitted = await admit(username, password);
    if (admitted && !client.closed) crowd.enter(username ?? '', client)?.close();
    if (!admitted) {
      identities.delete(client);
      door.onRefused('connection');
    }
    done(admitted ? null : badCredential(), admitted);
  }

  async function admit(username: string | undefined, password: string | undefined): Promise<boolean> {
    if (username === undefined || password === undefined) return false;
    if (username === ENROL_USER) return password === ENROL_USER;
    return door.authenticate(username, password).catch((error: unknown) => {
      log.error({ code: 'CREDENTIAL_UNCHECKED', err: error }, 'a credential could not be checked');
      return false;
    });
  }

  function identityOf(client: Client): ClientIdentity {
    return identities.get(client) ?? { username: '', clientId: '' };
  }

  function receive(client: Client | null, packet: Packet): Error | null {
    if (client === null || !mayPublish(identityOf(client), packet.topic)) {
      door.onRefused('publish');
      return new Error('publish not allowed');
    }
    // Only the collector hears up topics, and it is here: nothing need be kept for later subscribers.
    packet.retain = false;
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload ?? '');
    if (parseUpTopic(packet.topic) === undefined) {
      void answerEnrolment(identityOf(client).clientId, payload.toString('utf8'));
      return null;
    }
    const taken = door.onMessage({
      topic: packet.topic,
      payload,
      retained: false,
      arrivedAt: needs.clock.now(),
    });
    return taken || packet.qos === 0 ? null : new Error('the collector is overloaded');
  }

  async function answerEnrolment(clientId: string, payload: string): Promise<void> {
    const reply = await door.enrol(payload);
    audience.tell(enrolTopic(clientId, 'reply'), JSON.stringify(reply));
  }

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, PROBE_AFTER_MS);
    socket.once('close', () => sockets.delete(socket));
    limitFrames(socket, () => door.onRefused('oversized'));
    aedes.handle(socket);
  });
  await listen(server, config);
  server.on('error', (error) => log.error({ reason: error.message }, 'connections cannot be accepted'));
  door.onListening(true);

  return {
    publish: audience.tell,
    connectedClients: () => aedes.connectedClients,
    addCredential: () => Promise.resolve(),
    port: (server.address() as { port: number }).port,
    async close() {
      door.onListening(false);
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        aedes.close(() => resolve());
      });
      await closed;
    },
  };
}

/** aedes pulls with `read()`; the check sits there, so a frame too long is never gathered. */
function limitFrames(socket: Socket, onExceeded: () => void): void {
  const limit = createFrameLimit(LIMITS.messageBytes + SLACK_BYTES);
  const read = socket.read.bind(socket);
  socket.read = (size?: number): unknown => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null || !limit.exceeds(chunk)) return chunk;
    onExceeded();
    socket.destroy(new Error('frame too long'));
    return null;
  };
}

function badCredential(): AuthenticateError {
  return Object.assign(new Error('bad user name or password'), { returnCode: BAD_CREDENTIAL });
}

function listen(server: Server, config: EmbeddedConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFault(error, config)));
    server.listen(config.port, config.host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function listenFault(error: NodeJS.ErrnoException, config: EmbeddedConfig): UserError {
  const place = `${config.host}:${config.port}`;
  if (error.code === 'EADDRINUSE') {
    return new UserError({
      code: 'BROKER_PORT_TAKEN',
      place,
      message: 'another program already listens on this MQTT port',
      fix: 'stop it, or choose another with --mqtt-port N',
    });
  }
  return new UserError({
    code: 'BROKER_CANNOT_LISTEN',
    place,
    message: `the MQTT port cannot be opened (${error.code ?? error.message})`,
    fix: 'check broker.host and broker.port',
  });
}
