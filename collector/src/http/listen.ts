import { UserError } from '@watchcase/runtime';
import type { FastifyInstance } from 'fastify';

/** Opens the port; gives the address for people on this machine. Errors: HTTP_PORT_TAKEN, HTTP_CANNOT_LISTEN (UserError). */
export async function listen(app: FastifyInstance, at: { host: string; port: number }): Promise<string> {
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
