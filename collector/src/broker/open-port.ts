import { createServer, type Server, type Socket } from 'node:net';
import { type Log, UserError } from '@watchcase/runtime';
import type { Guard } from '../tls/index.ts';
import type { EmbeddedConfig } from './config.ts';

/** Half-open connections are noticed by TCP's own probes, whatever keepalive the client wished. */
const PROBE_AFTER_MS = 60_000;
/** Connections that the system keeps until they are accepted; it has a bound of its own, `net.core.somaxconn`. */
const BACKLOG = 4096;

/** A TCP port that is open. */
export interface OpenPort {
  readonly number: number;
  /** Takes no more connections and ends those that are left. */
  close(): Promise<void>;
}

/** Opens the port of the embedded broker; what a guard stands before has arrived when the guard hands it on. Errors: BROKER_PORT_TAKEN, BROKER_CANNOT_LISTEN (UserError). */
export async function openPort(
  config: EmbeddedConfig,
  { log, guard }: { log: Log; guard?: Guard | undefined },
  arrived: (socket: Socket) => void,
): Promise<OpenPort> {
  const sockets = new Set<Socket>();
  const server = createServer(
    { noDelay: true, keepAlive: true, keepAliveInitialDelay: PROBE_AFTER_MS },
    (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      if (guard === undefined) arrived(socket);
      else guard.receive(socket, arrived);
    },
  );
  await listen(server, config);
  server.on('error', (error) => log.error({ reason: error.message }, 'connections cannot be accepted'));
  return {
    number: (server.address() as { port: number }).port,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, config: EmbeddedConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenFault(error, config)));
    server.listen({ port: config.port, host: config.host, backlog: BACKLOG }, () => {
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
