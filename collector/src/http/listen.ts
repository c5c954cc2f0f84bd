import { UserError } from '@watchcase/runtime';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Guard } from '../tls/index.ts';

/** Opens the port, behind its guard where there is one; gives the address for people on this machine. Errors: HTTP_PORT_TAKEN, HTTP_CANNOT_LISTEN (UserError). */
export async function listen(
  app: FastifyInstance,
  at: { host: string; port: number },
  guard: Guard | undefined,
): Promise<string> {
  if (guard !== undefined) standBefore(app, guard);
  try {
    const address = await app.listen({ host: at.host, port: at.port });
    return address.replace('0.0.0.0', '127.0.0.1').replace(/\[::1?\]/, 'localhost');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isTaken = code === 'EADDRINUSE';
    throw new UserError({
      code: isTaken ? 'HTTP_PORT_TAKEN' : 'HTTP_CANNOT_LISTEN',
      place: `${at.host}:${at.port}`,
      message: isTaken
        ? 'another program already listens on this HTTP port'
        : `the HTTP port cannot be opened (${code})`,
      fix: 'stop it, or choose another with --http-port N',
    });
  }
}

/** All that looks after a connection sees it when the guard has handed it on. */
function standBefore(app: FastifyInstance, guard: Guard): void {
  const { server } = app;
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) =>
    guard.receive(socket, (ready) => {
      for (const listener of listeners) listener.call(server, ready);
    }),
  );
  app.addHook('preClose', async () => guard.close());
}
