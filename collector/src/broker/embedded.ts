import { createServer, type Server, type Socket } from 'node:net';
import { ENROL_USER, enrolTopic, LIMITS, parseUpTopic } from '@watchcase/protocol';
import { UserError } from '@watchcase/runtime';
import { Aedes, type AuthenticateError, type AuthorizePublishHandler, type Client } from 'aedes';
import type { EmbeddedConfig } from './config.ts';
import { createFrameLimit } from './frame-limit.ts';
import type { Broker, BrokerNeeds } from './index.ts';
import { mayPublish, maySubscribe } from './permissions.ts';

const BAD_CREDENTIAL = 4;
const SLACK_BYTES = 1024;
/** A client that does not finish its connect in this time is cut off. */
const CONNECT_TIMEOUT_MS = 10_000;

type Packet = Parameters<AuthorizePublishHandler>[1];

/**
 * Starts the broker inside this process. Errors: BROKER_PORT_TAKEN, BROKER_CANNOT_LISTEN (UserError).
 */
export async function startEmbeddedBroker(config: EmbeddedConfig, needs: BrokerNeeds): Promise<Broker> {
  const { door, log } = needs;
  const usernames = new WeakMap<Client, string>();
  const aedes = await Aedes.createBroker({
    connectTimeout: CONNECT_TIMEOUT_MS,
    authenticate: (client, username, password, done) => {
      void answerConnect(client, username, password?.toString('utf8'), done);
    },
    authorizePublish: (client, packet, done) => done(receive(client, packet)),
    authorizeSubscribe: (client, subscription, done) => {
      const allowed = maySubscribe(identityOf(client), subscription.topic);
      if (!allowed) door.onRefused('subscription');
      done(allowed ? null : new Error('subscription not allowed'), allowed ? subscription : null);
    },
  });
  aedes.on('clientError', (client, error) =>
    log.debug({ client: client.id, reason: error.message }, 'client cut off'),
  );
  aedes.on('connectionError', (_client, error) => log.debug({ reason: error.message }, 'connection cut off'));

  async function answerConnect(
    client: Client,
    username: string | undefined,
    password: string | undefined,
    done: (error: AuthenticateError | null, success: boolean) => void,
  ): Promise<void> {
    const admitted = await admit(username, password);
    if (!admitted) door.onRefused('connection');
    else usernames.set(client, username ?? '');
    done(admitted ? null : badCredential(), admitted);
  }

  async function admit(username: string | undefined, password: string | undefined): Promise<boolean> {
    if (username === undefined || password === undefined) return false;
    if (username === ENROL_USER) return password === ENROL_USER;
    return door.authenticate(username, password).catch((error: unknown) => {
      log.error({ err: error }, 'a credential could not be checked');
      return false;
    });
  }

  function identityOf(client: Client): { username: string; clientId: string } {
    return { username: usernames.get(client) ?? '', clientId: client.id };
  }

  function receive(client: Client | null, packet: Packet): Error | null {
    if (client === null || !mayPublish(identityOf(client), packet.topic)) {
      door.onRefused('publish');
      return new Error('publish not allowed');
    }
    if (packet.retain && parseUpTopic(packet.topic)?.kind !== 'presence') packet.retain = false;
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload ?? '');
    if (parseUpTopic(packet.topic) === undefined) {
      void answerEnrolment(client.id, payload.toString('utf8'));
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
    publish(enrolTopic(clientId, 'reply'), JSON.stringify(reply));
  }

  function publish(topic: string, payload: string): void {
    aedes.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, (error) => {
      if (error) log.warn({ topic, reason: error.message }, 'could not publish');
    });
  }

  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    limitFrames(socket, () => door.onRefused('oversized'));
    aedes.handle(socket);
  });
  await listen(server, config);
  door.onListening(true);

  return {
    publish,
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
    server.listen(config.port, config.host, () => resolve());
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
